/// The outcome of fetching one file.
public struct FetchedFile: Sendable, Equatable {
    public let id: String
    public let path: String
    /// Whether it was on this machine before.
    public let wasPresent: Bool
    public let size: Int
    /// Where it came from; nil for what was there.
    public var source: String?
    /// Known where the file was just fetched.
    public var sha256: String?
}
