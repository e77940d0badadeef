import Foundation

/// Columns `start ..< start + width` of every row of a token tensor, so that a joint q/k/v projection needs no copy.
public struct TokenColumns: Sendable {
    public let tensor: Tensor
    public let start: Int
    public let width: Int

    /// All columns of `tensor` `[S, T, D]`.
    public init(_ tensor: Tensor) { self.init(tensor, start: 0, width: tensor.width) }

    public init(_ tensor: Tensor, start: Int, width: Int) {
        precondition(
            tensor.rank == 3 && start + width <= tensor.width, "columns \(start)+\(width) of \(tensor.shape)")
        (self.tensor, self.start, self.width) = (tensor, start, width)
    }
}

/// One stretch of keys and values: `[S, T, D]`, of which query batch entry b sees entry `b / queriesPerEntry`.
public struct KeyValueSegment: Sendable {
    public let keys: TokenColumns
    public let values: TokenColumns
    public let queriesPerEntry: Int

    public init(keys: TokenColumns, values: TokenColumns, queriesPerEntry: Int = 1) {
        (self.keys, self.values, self.queriesPerEntry) = (keys, values, queriesPerEntry)
    }
}

/// Multi-head attention: `softmax(q kᵀ · scale) v` over the keys of all segments joined.
///
/// Heads are contiguous column blocks. Shapes: queries `[B, T, D]`, result `[B, T, D]`.
/// - Parameter scale: factor on the scores; 1/√(D/heads) when nil.
/// - Parameter causal: hide keys that come after the query (one segment only).
public func attention(
    _ queries: TokenColumns, _ segments: [KeyValueSegment], heads: Int, scale: Float? = nil,
    causal: Bool = false
) -> Tensor {
    let (batch, count, width) = (queries.tensor.shape[0], queries.tensor.shape[1], queries.width)
    precondition(width % heads == 0, "\(width) columns, \(heads) heads")
    let size = width / heads
    let factor = scale ?? 1 / Float(size).squareRoot()
    let result = Tensor([batch, count, width])
    let (qs, ys) = (Elements(queries.tensor.pointer), Elements(result.pointer))
    Parallel.forEach(batch * heads) { task in
        let (entry, head) = (task / heads, task % heads)
        for query in 0..<count {
            let q = (entry * count + query) * queries.tensor.width + queries.start + head * size
            var scores: [Float] = []
            for segment in segments {
                let (keys, keyCount) = (segment.keys, segment.keys.tensor.shape[1])
                let ks = Elements(keys.tensor.pointer)
                for key in 0..<(causal ? query + 1 : keyCount) {
                    let k =
                        ((entry / segment.queriesPerEntry) * keyCount + key) * keys.tensor.width + keys.start
                        + head * size
                    var sum: Float = 0
                    for index in 0..<size { sum += qs[q + index] * ks[k + index] }
                    scores.append(sum * factor)
                }
            }
            let highest = scores.max() ?? 0
            for index in scores.indices { scores[index] = exp(scores[index] - highest) }
            let total = scores.reduce(0, +)
            let y = (entry * count + query) * width + head * size
            for index in 0..<size { ys[y + index] = 0 }
            var position = 0
            for segment in segments {
                let (values, keyCount) = (segment.values, segment.values.tensor.shape[1])
                let vs = Elements(values.tensor.pointer)
                for key in 0..<(causal ? query + 1 : keyCount) {
                    let v =
                        ((entry / segment.queriesPerEntry) * keyCount + key) * values.tensor.width
                        + values.start + head * size
                    let weight = scores[position] / total
                    position += 1
                    for index in 0..<size { ys[y + index] += weight * vs[v + index] }
                }
            }
        }
    }
    withExtendedLifetime((queries.tensor, segments)) {}
    return result
}
