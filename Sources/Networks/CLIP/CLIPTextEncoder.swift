import Checkpoints
import Tensor

/// CLIP's text tower.
///
/// Token and position embeddings, causal transformer, `ln_final`, the row of the first highest id (the end of
/// the text), projection. What follows the end of every text cannot reach it and is left out: with few exceptions
/// that is most of the row.
/// Shapes: N rows of T ids (T the configured context length) to features `[N, D]`, not of unit length.
public struct CLIPTextEncoder: Sendable {
    private let embedding: TokenEmbedding
    private let blocks: [PreNormBlock]
    private let normFinal: LayerNorm
    private let projection: Linear

    /// - Parameter network: whose text tower it is, for error texts.
    init(_ config: CLIPConfig, network: String = CLIP.name, weights scope: WeightScope) throws {
        let width = config.textWidth
        embedding = TokenEmbedding(
            network: network,
            tokens: try scope("token_embedding").vocabularyTable(
                network: network, vocabulary: config.vocabularySize, width: width),
            positions: try scope.tensor("positional_embedding", [config.contextLength, width]))
        blocks = try (0..<config.textLayers).map {
            try clipBlock(
                scope("transformer")("resblocks")($0), width: width, heads: config.textHeads, causal: true)
        }
        normFinal = try LayerNorm(scope("ln_final"), width: width, epsilon: 1e-5)
        projection = try Networks.projection(
            scope, "text_projection", input: width, output: config.embeddingWidth)
    }

    /// - Throws: `NetworkError.input` for rows of another length or ids outside the vocabulary.
    public func callAsFunction(_ tokens: [[Int32]], trace: Trace? = nil) throws -> Tensor {
        let ends = tokens.map { row in row.firstIndex(of: row.max() ?? 0) ?? 0 }
        var h = try embedding(tokens)
        // Whoever traces wants whole rows.
        if trace == nil { h = h.firstTokens((ends.max() ?? 0) + 1) }
        for (index, block) in blocks.enumerated() {
            h = block(h)
            trace?.record("text.block\(index)", h)
        }
        h = normFinal(h)
        trace?.record("text.ln_final", h)
        return projection(h.tokens(at: ends))
    }
}
