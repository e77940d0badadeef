import Media
import Tensor

/// Tag2Text with its words: images to tags and captions.
///
/// Source: VBench, `scene` dimension.
public struct ImageCaptioner: Sendable {
    public let network: Tag2Text
    public let tokenizer: WordPieceTokenizer
    public let tagList: TagList
    /// How images become the network's input.
    public let preprocessing: Preprocessing
    private let prompt: [Int32]
    private let encoderStart, padding, end: Int32

    /// Images that go through the image encoder at once.
    private static let group = 2

    /// - Throws: `NetworkError.configuration` when the network has other tags or fewer words than these.
    public init(network: Tag2Text, tokenizer: WordPieceTokenizer, tagList: TagList) throws {
        let config = network.config
        func require(_ condition: Bool, _ key: String, _ expected: String, _ found: Int) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: Tag2Text.name, key: key, expected: expected, found: "\(found)")
            }
        }
        try require(
            config.tagCount == tagList.names.count, "num_class",
            "\(tagList.names.count), the length of the tag list", config.tagCount)
        try require(
            config.vocabularySize >= tokenizer.count, "vocab_size",
            "at least \(tokenizer.count), the ids of the tokenizer", config.vocabularySize)
        guard let decoderStart = tokenizer.special("[DEC]"), let encoderStart = tokenizer.special("[ENC]"),
            let padding = tokenizer.special("[PAD]"), let end = tokenizer.special("[SEP]")
        else { preconditionFailure("a captioner's tokenizer has [DEC], [ENC], [PAD] and [SEP]") }
        (self.network, self.tokenizer, self.tagList) = (network, tokenizer, tagList)
        (self.encoderStart, self.padding, self.end) = (encoderStart, padding, end)
        prompt = [decoderStart] + tokenizer.encode(config.prompt)
        preprocessing = .tag2Text(side: config.imageSize)
    }

    /// The captioner with the published words and tags.
    public init(network: Tag2Text) throws {
        try self.init(network: network, tokenizer: WordPieceTokenizer(), tagList: .embedded())
    }

    /// Tags and caption of every image; none depends on the others.
    public func callAsFunction(_ images: [RGBImage]) throws -> [ImageCaption] {
        guard !images.isEmpty else { return [] }
        let groups = stride(from: 0, to: images.count, by: Self.group).map {
            preprocessing(Array(images[$0..<min($0 + Self.group, images.count)]))
        }
        return try captions(groups)
    }

    /// Tags and caption of one image.
    public func caption(_ image: RGBImage) throws -> ImageCaption { try self([image])[0] }

    /// Ids of the list of tags as the tag encoder takes them.
    package func tagTokens(_ tags: [Int]) -> [Int32] {
        let text = tags.map { tagList.names[$0] }.joined(separator: " | ")
        return [encoderStart] + tokenizer.tokens(text, length: network.config.tagTokens).dropFirst()
    }

    /// The text of ids, without the prompt.
    package func text(_ ids: [Int32]) -> String {
        String(tokenizer.decode(ids).unicodeScalars.dropFirst(network.config.prompt.unicodeScalars.count))
    }

    /// Ids, prompt included, and score of each caption, from the states of the tag encoder.
    package func write(_ states: Tensor) throws -> [(ids: [Int32], score: Float)] {
        try network.write(states, prompt: prompt, end: end)
    }

    /// Captions for preprocessed images, a group of which is encoded at once.
    package func captions(_ groups: [Tensor]) throws -> [ImageCaption] {
        var (states, tags): ([Tensor], [[Int]]) = ([], [])
        for group in groups {
            let tokens = try network.image(group)
            let logits = network.tagLogits(tokens)
            guard logits.values.allSatisfy({ $0.isFinite }) else {
                throw NetworkError.input(
                    network: Tag2Text.name, expected: "weights with which every tag has a finite logit",
                    found: "one that is infinite or not a number")
            }
            let on = network.tags(logits)
            states.append(try network.encode(on.map(tagTokens), image: tokens, padding: padding))
            tags += on
        }
        let written = try write(.stacked(states))
        return zip(tags, written).map { on, caption in
            ImageCaption(
                tagIndices: on, tags: on.map { tagList.names[$0] }, text: text(caption.ids),
                score: caption.score)
        }
    }
}
