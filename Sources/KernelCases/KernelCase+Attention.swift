import Foundation
import Tensor

extension KernelCase {
    /// Multi-head attention of T queries over keys of one or more segments, heads of `size` columns.
    static func attention(
        batch: Int, heads: Int, queries: Int, keys: [Int], size: Int, causal: Bool = false,
        shared: Bool = false, bias: BiasKind? = nil
    ) -> KernelCase {
        let (width, total) = (heads * size, keys.reduce(0, +))
        return KernelCase(
            name: "attention",
            shape:
                "\(batch) × \(heads) heads, \(queries) q, \(keys.map(String.init).joined(separator: "+")) kv, "
                + "d \(size)" + (causal ? " causal" : "") + (shared ? " shared" : "")
                + (bias.map { " \($0.name)" } ?? ""),
            operations: 4 * Double(batch * heads * queries) * Double(total * size), bytes: 0, tolerance: 3e-6
        ) {
            let q = Values.tensor([batch, queries, width], seed: 12, scale: 2)
            // Keys and values lie in one tensor, as a joint projection leaves them.
            let segments = keys.enumerated().map { index, count in
                Values.tensor([shared ? 1 : batch, count, 2 * width], seed: 13 + UInt64(index), scale: 2)
            }
            let factor = 1 / Double(size).squareRoot()
            let term = bias.map { BiasValues($0, batch: batch, heads: heads, queries: queries, keys: total) }
            return KernelWork(batch: batch) { range in
                attend(
                    q[range], segments.map { shared ? $0 : $0[range] }, heads: heads, causal: causal,
                    bias: term?.bias(range))
            } reference: { index in
                let (column, query, entry) = (index % width, index / width % queries, index / width / queries)
                let head = column / size * size
                var (weights, values): ([Double], [Double]) = ([], [])
                for segment in segments {
                    let count = segment.shape[1]
                    for key in 0..<(causal ? query + 1 : count) {
                        let at = ((shared ? 0 : entry) * count + key) * 2 * width
                        let score = (0..<size).reduce(0.0) {
                            $0 + q.at((entry * queries + query) * width + head + $1)
                                * segment.at(at + head + $1)
                        }
                        let added =
                            term?.at(entry: entry, head: column / size, query: query, key: weights.count) ?? 0
                        weights.append(score * factor + added)
                        values.append(segment.at(at + width + column))
                    }
                }
                return weighted(values, weights)
            }
        }
    }

    /// Attention along F frames at every pixel of `[B, F, H, W, heads · size]`.
    static func temporalAttention(
        _ videos: Int, frames: Int, side: Int, heads: Int, size: Int, window: Bool
    ) -> KernelCase {
        let (depth, pixels) = (heads * size, side * side)
        let keys = frames + (window ? 8 : 0)
        return KernelCase(
            name: "temporal attention",
            shape: "\(videos)×\(side)×\(side) px, \(heads) heads, \(frames) q, \(keys) kv, d \(size)",
            operations: 4 * Double(videos * pixels * depth) * Double(frames * keys), bytes: 0, tolerance: 1e-6
        ) {
            let shape = [videos, frames, side, side, depth]
            let tensors = (0..<3).map { Values.tensor(shape, seed: 20 + UInt64($0), scale: 2) }
            let factor = 1 / Double(size).squareRoot()
            return KernelWork(batch: videos) { range in
                attendOverTime(tensors.map { $0[range] }, heads: heads, window: window)
            } reference: { index in
                let (column, pixel) = (index % depth, index / depth % pixels)
                let (frame, video) = (index / depth / pixels % frames, index / depth / pixels / frames)
                let head = column / size * size
                func token(_ frame: Int, _ pixel: Int) -> Int {
                    ((video * frames + frame) * pixels + pixel) * depth
                }
                var sources = (0..<frames).map { token($0, pixel) }
                if window {
                    for neighbour in [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)] {
                        let y = min(max(pixel / side + neighbour.0, 0), side - 1)
                        sources.append(token(0, y * side + min(max(pixel % side + neighbour.1, 0), side - 1)))
                    }
                }
                let scores = sources.map { source in
                    (0..<size).reduce(0.0) {
                        $0 + tensors[0].at(token(frame, pixel) + head + $1)
                            * tensors[1].at(source + head + $1)
                    } * factor
                }
                return weighted(sources.map { tensors[2].at($0 + column) }, scores)
            }
        }
    }
}

/// Mean of `values` under the softmax of `scores`.
func weighted(_ values: [Double], _ scores: [Double]) -> Double {
    let highest = scores.max()!
    let weights = scores.map { exp($0 - highest) }
    return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
}

private func attend(
    _ q: Tensor, _ segments: [Tensor], heads: Int, causal: Bool, bias: AttentionBias?
) -> Tensor {
    let width = q.width
    let parts = segments.map {
        KeyValueSegment(
            keys: TokenColumns($0, start: 0, width: width),
            values: TokenColumns($0, start: width, width: width),
            queriesPerEntry: q.shape[0] / $0.shape[0])
    }
    return attention(TokenColumns(q), parts, heads: heads, causal: causal, bias: bias)
}

private func attendOverTime(_ tensors: [Tensor], heads: Int, window: Bool) -> Tensor {
    temporalAttention(queries: tensors[0], keys: tensors[1], values: tensors[2], heads: heads, window: window)
}
