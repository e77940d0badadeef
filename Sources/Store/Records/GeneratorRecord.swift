/// Everything that decides the pixels of a video, apart from sample and seed.
public struct GeneratorRecord: Sendable, Hashable, Codable {
    /// SHA-256 of `identity`.
    public var hash: String
    public var name: String
    public var version: Int
    /// Settings, weights and arithmetic as JSON with sorted keys.
    public var identity: String
    /// `official`, `custom`, `demo`, `synthetic`, or `external` for videos made elsewhere.
    public var provenance: String

    public init(hash: String, name: String, version: Int, identity: String, provenance: String) {
        self.hash = hash
        self.name = name
        self.version = version
        self.identity = identity
        self.provenance = provenance
    }
}
