import Checkpoints
import Tensor

/// Reads the list of tags beside the image, for the decoder to put into words.
///
/// Embedding, then layers of self-attention (padding hidden), attention to the image, feed-forward.
/// Shapes: B rows of T ids, image tokens `[B, I, W]`, to `[B, T, D]`.
struct TagEncoder: Sendable {
    /// What the scores of padding are lowered by.
    private static let paddingTerm: Float = -10000

    private let embedding: BERTEmbedding
    private let layers: [TextLayer]
    private let heads: Int

    /// - Parameter shared: the tag head's layers, which are the first layers here.
    init(_ config: Tag2TextConfig, weights scope: WeightScope, shared: [CrossLayer]) throws {
        heads = config.heads
        embedding = try BERTEmbedding(
            scope("embeddings"), network: Tag2Text.name, vocabulary: config.vocabularySize,
            width: config.hiddenSize, positions: config.positions, epsilon: Float(config.layerNormEpsilon))
        layers = try (0..<config.layers).map { index in
            let layer = scope("encoder")("layer")(index)
            return try TextLayer(
                layer, config,
                cross: index < shared.count
                    ? shared[index] : CrossLayer(layer, config, source: config.imageWidth))
        }
    }

    /// - Parameter padding: id of the padding.
    func callAsFunction(_ tokens: [[Int32]], image: Tensor, padding: Int32) throws -> Tensor {
        guard tokens.count == image.shape[0] else {
            throw NetworkError.input(
                network: Tag2Text.name, expected: "a row of tag tokens for each of \(image.shape[0]) images",
                found: "\(tokens.count)")
        }
        var h = try embedding(tokens)
        let mask = Tensor(
            [tokens.count, 1, 1, tokens[0].count],
            tokens.flatMap { $0.map { $0 == padding ? Self.paddingTerm : 0 } })
        for layer in layers {
            h = layer.selfAttention(h, bias: AttentionBias(mask))
            let attention = layer.cross.attention
            h = layer.cross.feedForward(attention(h, memory: attention.memory(image), heads: heads))
        }
        return h
    }
}
