import Checkpoints
import Tensor

extension NetworkDescriptor {
    /// The registry's entry for Tag2Text; tensors that a file holds under two names count once.
    static let tag2TextSwinB = NetworkDescriptor(
        id: Tag2Text.name, title: "Tag2Text Swin-B, tags and captions", parameters: 372_007_193,
        inputs: [
            NetworkInput("image", "B×3×R×R, normalised, R = image_size"),
            NetworkInput(
                "tag_tokens", "B×T integers, 0 pads; ids of the joined tags that are on if left out"),
            NetworkInput("tokens", "B×T integers, the beginning of a caption; for dec.logits"),
        ],
        outputs: [
            "swin.embeds", "tag.logits", "tag.indices", "enc.out", "dec.logits", "beam.ids", "beam.score",
        ],
        published: Tag2TextConfig()
    ) { config, weights, inputs, trace in
        let name = Tag2Text.name
        let image = try inputs.requiredReal("image", "B×3×R×R", network: name)
        let given = try inputs.tokenRows("tag_tokens", network: name)
        let beginning = try inputs.tokenRows("tokens", network: name)
        let network = try Tag2Text.load(config, from: weights)
        let embeds = try network.image(image.transposed([0, 2, 3, 1]), trace: trace)
        let logits = network.tagLogits(embeds, trace: trace)
        let tags = network.tags(logits)
        var outputs = [
            "swin.embeds": embeds, "tag.logits": logits,
            "tag.indices": padded(tags.map { $0.map(Float.init) }),
        ]
        // Networks of other tags or words than the published ones have no text of their own here.
        let captioner = try? ImageCaptioner(network: network)
        guard let rows = given ?? captioner.map({ words in tags.map(words.tagTokens) }) else {
            return outputs
        }
        let states = try network.encode(rows, image: embeds)
        trace?.record("enc.ids", padded(rows.map { $0.map(Float.init) }))
        outputs["enc.out"] = states
        outputs["dec.logits"] = try beginning.map { try network.wordLogits($0, states: states) }
        if let captioner {
            let written = try captioner.write(states)
            outputs["beam.ids"] = padded(written.map { $0.ids.map(Float.init) })
            outputs["beam.score"] = Tensor([written.count], written.map(\.score))
        }
        return outputs
    }

    /// Rows of unequal length, filled up with zeros.
    private static func padded(_ rows: [[Float]]) -> Tensor {
        let length = rows.map(\.count).max() ?? 0
        return Tensor(
            [rows.count, length], rows.flatMap { $0 + Array(repeating: 0, count: length - $0.count) })
    }
}
