import Checkpoints
import Tensor

/// Which tags an image has: every tag's embedding queries the image's tokens.
///
/// `logit_k = Σ_d W[k, d] x[k, d] + b[k]` after layers of attention to the image and feed-forward.
/// Shapes: image tokens `[B, T, W]` to logits `[B, K]`.
/// Source: Query2Label (arXiv 2107.10834), as used by Tag2Text.
struct TagHead: Sendable {
    private let layers: [CrossLayer]
    private let heads: Int
    private let embedding: Tensor
    /// Queries of the first layer, which are the same for every image.
    private let queries: Tensor
    private let weight: Tensor
    private let bias: Tensor

    init(_ config: Tag2TextConfig, weights scope: WeightScope, layers: [CrossLayer]) throws {
        (self.layers, heads) = (layers, config.tagHeads)
        let (count, width) = (config.tagCount, config.hiddenSize)
        embedding = try scope("label_embed").tensor("weight", [count, width]).reshaped([1, count, width])
        queries = layers[0].attention.queries(embedding)
        weight = try scope("fc").tensor("W", [1, count, width])
        bias = try scope("fc").tensor("b", [1, count])
    }

    func callAsFunction(_ image: Tensor, trace: Trace? = nil) -> Tensor {
        // An image's tags are thousands of rows: several images at once would only need more memory.
        let hidden = (0..<image.shape[0]).map { entry in
            var h = embedding
            for (index, layer) in layers.enumerated() {
                h = layer.attention(
                    h, memory: layer.attention.memory(image[entry..<entry + 1]), heads: heads,
                    queries: index == 0 ? queries : nil)
                h = layer.feedForward(h)
            }
            return trace == nil ? logits(h) : h
        }
        guard let trace else { return .stacked(hidden) }
        trace.record("tag.hidden", .stacked(hidden))
        return .stacked(hidden.map(logits))
    }

    /// `[1, K, D]` to `[1, K]`. Sums in Double.
    private func logits(_ hidden: Tensor) -> Tensor {
        let (count, width) = (hidden.shape[1], hidden.width)
        return Tensor(
            [1, count],
            (0..<count).map { tag in
                let (x, w) = (hidden.pointer + tag * width, weight.pointer + tag * width)
                var sum = Double(bias.pointer[tag])
                for column in 0..<width { sum += Double(x[column]) * Double(w[column]) }
                return Float(sum)
            })
    }
}
