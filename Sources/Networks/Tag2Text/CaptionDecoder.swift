import Checkpoints
import Tensor

/// Writes captions token by token.
///
/// Embedding, layers of causal self-attention, attention to the tag encoder's states (padding included) and
/// feed-forward; then a dense layer with GELU and norm, and one logit for every word, tied to the embedding.
/// Source: the text decoder of BLIP (arXiv 2201.12086), as used by Tag2Text.
struct CaptionDecoder: Sendable {
    private let embedding: BERTEmbedding
    private let layers: [TextLayer]
    private let heads: Int
    private let width: Int
    private let transform: Linear
    private let norm: LayerNorm
    private let words: Linear

    init(_ config: Tag2TextConfig, weights scope: WeightScope) throws {
        (heads, width) = (config.heads, config.hiddenSize)
        let (vocabulary, epsilon) = (config.vocabularySize, Float(config.layerNormEpsilon))
        let last = scope("cls")("predictions")("decoder")
        let table =
            last.has("token_ids")
            ? try last.vocabularyTable(network: Tag2Text.name, vocabulary: vocabulary, width: width)
            : try scope.tied(
                ["bert.embeddings.word_embeddings.weight", "cls.predictions.decoder.weight"],
                [vocabulary, width])
        embedding = try BERTEmbedding(
            scope("bert")("embeddings"), network: Tag2Text.name, vocabulary: vocabulary, width: width,
            positions: config.positions, epsilon: epsilon, words: table)
        layers = try (0..<config.layers).map { index in
            let layer = scope("bert")("encoder")("layer")(index)
            return try TextLayer(layer, config, cross: CrossLayer(layer, config, source: config.hiddenSize))
        }
        let predictions = scope("cls")("predictions")
        transform = try Linear(predictions("transform")("dense"), input: width, output: width)
        norm = try LayerNorm(predictions("transform")("LayerNorm"), width: width, epsilon: epsilon)
        words = Linear(weight: table, bias: try predictions.tied(["bias", "decoder.bias"], [vocabulary]))
    }

    /// The decoder before its first token.
    /// - Parameter states: of the tag encoder, `[B, T, D]`: one row of tokens to begin with for each.
    /// - Parameter capacity: most tokens of a row.
    func begin(_ states: Tensor, capacity: Int) -> CaptionState {
        CaptionState(
            memories: layers.map { $0.cross.attention.memory(states) },
            caches: layers.map { _ in
                KeyValueCache(rows: states.shape[0], capacity: capacity, width: width)
            })
    }

    /// Logits `[R, T, V]` after each of the T new ids of R rows. Only the first ids may be several.
    func callAsFunction(_ ids: [[Int32]], _ state: CaptionState) throws -> Tensor {
        logits(try hidden(ids, state))
    }

    /// Logits `[R, V]` after the last of the new ids.
    func last(_ ids: [[Int32]], _ state: CaptionState) throws -> Tensor {
        let h = try hidden(ids, state)
        return logits(h.tokens(at: Array(repeating: h.shape[1] - 1, count: h.shape[0])))
    }

    private func hidden(_ ids: [[Int32]], _ state: CaptionState) throws -> Tensor {
        var h = try embedding(ids, start: state.count)
        for (index, layer) in layers.enumerated() {
            h = layer.selfAttention(h, cache: state.caches[index])
            h = layer.cross.attention(h, memory: state.memories[index], heads: heads)
            h = layer.cross.feedForward(h)
        }
        return h
    }

    private func logits(_ hidden: Tensor) -> Tensor { words(norm(transform(hidden, activation: .gelu))) }
}

/// What the decoder keeps between tokens. Rows are sorted by image, as many for each.
final class CaptionState {
    /// Keys and values of the tag encoder's states, a tensor a layer.
    private(set) var memories: [Tensor]
    let caches: [KeyValueCache]

    init(memories: [Tensor], caches: [KeyValueCache]) { (self.memories, self.caches) = (memories, caches) }

    /// Tokens of a row so far.
    var count: Int { caches.first?.count ?? 0 }

    /// Row r becomes what row `rows[r]` was, and of the images those numbered `images` stay.
    func select(rows: [Int], images: [Int]) {
        for cache in caches { cache.select(rows) }
        guard let first = memories.first, images != Array(0..<first.shape[0]) else { return }
        memories = memories.map { memory in .stacked(images.map { memory[$0..<$0 + 1] }) }
    }
}
