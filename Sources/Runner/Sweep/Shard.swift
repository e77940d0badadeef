/// One of several equal parts of a plan's videos, fixed by the plan alone.
///
/// Videos are dealt out by sample and seed in the plan's order, so a part has every system's video of a sample and
/// looks at its input image once.
public struct Shard: Sendable, Hashable {
    /// From 1.
    public var position: Int
    public var count: Int

    /// - Throws: `RunnerError.badShard` for a position outside of 1...count.
    public init(position: Int, of count: Int) throws {
        guard count >= 1, (1...count).contains(position) else {
            throw RunnerError.badShard(found: "\(position)/\(count)")
        }
        (self.position, self.count) = (position, count)
    }

    /// Reads `2/4`. Throws: `RunnerError.badShard`.
    public init(_ text: String) throws {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let position = parts[0], let count = parts[1],
            let shard = try? Shard(position: position, of: count)
        else { throw RunnerError.badShard(found: text) }
        self = shard
    }

    /// Whether the part has the item at `index`, counted from 0.
    public func contains(_ index: Int) -> Bool { index % count == position - 1 }
}

extension Shard: CustomStringConvertible {
    public var description: String { "\(position)/\(count)" }
}
