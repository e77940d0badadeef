/// The part of its plan's videos that a store is for.
public struct ShardRecord: Sendable, Hashable, Codable {
    /// From 1.
    public var position: Int
    public var count: Int
    /// When all of its videos had been worked on; nil before that.
    public var finished: String?

    public init(position: Int, count: Int, finished: String? = nil) {
        (self.position, self.count, self.finished) = (position, count, finished)
    }
}
