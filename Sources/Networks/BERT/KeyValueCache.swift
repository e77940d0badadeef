import Tensor

/// Keys and values of the tokens that a layer has seen, of every row of a batch, with room for those to come.
final class KeyValueCache {
    private var tokens: Tensor
    /// Tokens seen.
    private(set) var count = 0

    /// - Parameter width: columns of the keys; as many of the values follow them.
    init(rows: Int, capacity: Int, width: Int) { tokens = Tensor([rows, capacity, 2 * width]) }

    /// What attention takes.
    var segment: KeyValueSegment {
        let width = tokens.width / 2
        return KeyValueSegment(
            keys: TokenColumns(tokens, start: 0, width: width, count: count),
            values: TokenColumns(tokens, start: width, width: width, count: count))
    }

    /// Adds keys and values, which are columns `range` of `joint` `[rows, T, …]`.
    func append(_ joint: Tensor, columns range: Range<Int>) {
        let (capacity, width, added) = (tokens.shape[1], tokens.width, joint.shape[1])
        precondition(
            joint.shape[0] == tokens.shape[0] && range.count == width && count + added <= capacity,
            "\(joint.shape) into a cache of \(tokens.shape) that holds \(count) tokens")
        for row in 0..<tokens.shape[0] {
            for token in 0..<added {
                (tokens.pointer + (row * capacity + count + token) * width).update(
                    from: joint.pointer + (row * added + token) * joint.width + range.lowerBound, count: width
                )
            }
        }
        count += added
        withExtendedLifetime(joint) {}
    }

    /// Row r becomes what row `parents[r]` was.
    func select(_ parents: [Int]) {
        guard parents != Array(0..<tokens.shape[0]) else { return }
        let result = Tensor([parents.count] + tokens.shape.dropFirst())
        let stride = tokens.shape[1] * tokens.width
        for (row, parent) in parents.enumerated() {
            (result.pointer + row * stride).update(
                from: tokens.pointer + parent * stride, count: count * tokens.width)
        }
        tokens = result
    }
}
