import Checkpoints
import Foundation
import Tensor

/// Tag2Text: says what is in an image, first as tags, then as a sentence.
///
/// An image encoder, a tag head over its tokens, an encoder of the tags that are on, and a decoder that writes.
/// Source: Huang et al. 2023 (arXiv 2303.05657), Swin-B trained on 14 million images.
/// Differs: keys and values of earlier tokens are kept instead of computed again, with the same results.
public struct Tag2Text: Network {
    public static let name = "tag2text_swinb"

    public let config: Tag2TextConfig
    /// Images `[B, R, R, 3]` (normalised) to tokens `[B, 1 + T, W]`.
    public let image: SwinTransformer
    private let head: TagHead
    private let encoder: TagEncoder
    let decoder: CaptionDecoder

    public init(_ config: Tag2TextConfig, weights: WeightScope) throws {
        try config.validate()
        self.config = config
        image = try SwinTransformer(config, weights: weights("visual_encoder"))
        // A file has these layers twice, here and as the first ones of the tag encoder; it may leave out either.
        let shared = try (0..<config.tagLayers).map { index in
            let places = ["vision_multi", "tag_encoder"].map { weights($0)("encoder")("layer")(index) }
            let present = places.first { $0("output")("dense").has("weight") } ?? places[0]
            for place in places { CrossLayer.ignore(place) }
            return try CrossLayer(present, config, source: config.imageWidth)
        }
        head = try TagHead(config, weights: weights, layers: shared)
        encoder = try TagEncoder(config, weights: weights("tag_encoder"), shared: shared)
        decoder = try CaptionDecoder(config, weights: weights("text_decoder"))
    }

    /// The network with the weights of `source`, which may hold heads of training beside it.
    public static func load(_ config: Tag2TextConfig, from source: any WeightSource) throws -> Tag2Text {
        let roots = [
            "visual_encoder.", "vision_multi.", "tag_encoder.", "text_decoder.", "label_embed.", "fc.",
        ]
        return try load(config, from: source) { name in !roots.contains(where: name.hasPrefix) }
    }

    /// Logits `[B, K]` of every tag, from image tokens.
    public func tagLogits(_ tokens: Tensor, trace: Trace? = nil) -> Tensor { head(tokens, trace: trace) }

    /// Indices of the tags that are on, ascending, for each row of logits `[B, K]`.
    public func tags(_ logits: Tensor) -> [[Int]] {
        let deleted = Set(config.deletedTags)
        return (0..<logits.shape[0]).map { row in
            (0..<logits.width).filter { tag in
                let logit = Double(logits.pointer[row * logits.width + tag])
                return 1 / (1 + exp(-logit)) > config.threshold && !deleted.contains(tag)
            }
        }
    }

    /// States `[B, T, D]` of the tag encoder.
    /// - Parameter tagTokens: B rows of ids of the joined tags, padded.
    /// - Throws: `NetworkError.input` for rows or ids that do not fit.
    public func encode(_ tagTokens: [[Int32]], image tokens: Tensor, padding: Int32 = 0) throws -> Tensor {
        try encoder(tagTokens, image: tokens, padding: padding)
    }

    /// Logits `[B, T, V]` after each of the ids of a beginning, from the states of the tag encoder.
    /// - Throws: `NetworkError.input` for rows or ids that do not fit.
    public func wordLogits(_ tokens: [[Int32]], states: Tensor) throws -> Tensor {
        guard tokens.count == states.shape[0] else {
            throw NetworkError.input(
                network: Self.name, expected: "a row of token ids for each of \(states.shape[0]) images",
                found: "\(tokens.count)")
        }
        return try decoder(tokens, decoder.begin(states, capacity: tokens.first?.count ?? 0))
    }

    /// The caption that beam search finds for each image, as ids with the prompt, and its mean log-probability.
    /// - Parameter prompt: ids that every caption begins with.
    /// - Parameter end: id that ends it.
    /// - Throws: `NetworkError.input` for a prompt that leaves no room.
    public func write(_ states: Tensor, prompt: [Int32], end: Int32) throws -> [(ids: [Int32], score: Float)]
    {
        guard 1..<config.maxLength ~= prompt.count else {
            throw NetworkError.input(
                network: Self.name, expected: "a prompt of 1 to \(config.maxLength - 1) tokens",
                found: "\(prompt.count)")
        }
        let search = BeamSearch(
            beams: config.beams, minLength: config.minLength, maxLength: config.maxLength, end: end)
        let state = decoder.begin(states, capacity: config.maxLength)
        let prompts = Array(repeating: prompt, count: states.shape[0])
        return try search.run(prompts: prompts) { step in
            state.select(rows: step.parents, images: step.searches)
            return try decoder.last(step.sequences.map { Array($0[state.count...]) }, state)
        }.map { ($0.tokens, $0.score) }
    }
}
