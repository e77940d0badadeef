import Checkpoints
import Networks
import Tensor

extension ComparedWork {
    private static let tagTokens = 40
    private static let imageTokens = 145.0

    static let tag2TextImage = ComparedWork(
        "tag2text_image", "Tag2Text image and tags", shape: "2×3×384×384",
        operations: 2 * (swinOperations + tagOperations)
    ) {
        let network = try Tag2Text.load(Tag2TextConfig(), from: SyntheticWeights())
        let input = images("tag2text_image", [2, 3, 384, 384])
        return { network.tagLogits(try network.image(input)) }
    }

    /// Six captions of thirty tokens: what VBench's batch of sixteen frames comes down to.
    static let tag2TextCaption = ComparedWork(
        "tag2text_caption", "Tag2Text captions", shape: "6 × 3 beams × 26 steps",
        operations: 6 * captionOperations
    ) {
        let network = try Tag2Text.load(Tag2TextConfig(), from: SyntheticWeights())
        let tokens = draw("tag2text_tokens", [6, Int(imageTokens), 1024])
        let tags = (0..<6).map { image in
            let words = (0..<12).map { Int32(2000 + 7 * image + $0) }
            return [30523] + words + [102] + [Int32](repeating: 0, count: tagTokens - 14)
        }
        return {
            let states = try network.encode(tags, image: tokens)
            let captions = try network.write(states, prompt: [30522, 1037, 3861, 1997], end: 102)
            return Tensor(
                [captions.count, Tag2TextConfig().maxLength],
                captions.flatMap { caption in
                    let ids = caption.ids.map(Float.init)
                    return ids + Array(repeating: 0, count: Tag2TextConfig().maxLength - ids.count)
                })
        }
    }

    /// Of one image.
    private static var swinOperations: Double {
        var (tokens, width) = (96.0 * 96, 128.0)
        var sum = 2 * tokens * 48 * width
        for (stage, depth) in [2.0, 2, 18, 2].enumerated() {
            sum += depth * (2 * tokens * 12 * width * width + 4 * tokens * 144 * width)
            if stage < 3 {
                (tokens, width) = (tokens / 4, width * 2)
                sum += 2 * tokens * (2 * width) * width
            }
        }
        return sum
    }

    /// Of one image; the first queries are the same for all.
    private static var tagOperations: Double {
        let (tags, width) = (3429.0, 768.0)
        let products = 2 * tags * (3 * width * width + 2 * 2 * width * 4 * width)
        return products + 2 * (4 * tags * imageTokens * width + 2 * imageTokens * 1024 * 2 * width)
            + 2 * tags * width
    }

    /// Of one image, from its tags on.
    private static var captionOperations: Double {
        let (width, layers, list) = (768.0, 12.0, Double(tagTokens))
        // Six square products and the feed-forward of every token in every layer.
        let token = layers * 2 * (6 * width * width + 2 * width * 4 * width)
        let encoder =
            list * token + layers * 4 * list * (list + imageTokens) * width
            + layers * 2 * imageTokens * 1024 * 2 * width
        let steps = 26.0
        let decoder =
            (4 + 3 * (steps - 1)) * (token + layers * 4 * (list + 17) * width)
            + (1 + 3 * (steps - 1)) * 2 * width * (width + 30524) + layers * 2 * list * width * 2 * width
        return encoder + decoder
    }
}
