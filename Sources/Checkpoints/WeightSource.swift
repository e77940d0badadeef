import Tensor

/// Where numbers come from; it follows every value that was computed with the weights.
public enum Provenance: String, Sendable, Codable, Hashable, CaseIterable {
    /// The publisher's own file.
    case official
    /// A file of the user's that is not a known official one.
    case custom
    /// The small weights embedded in this package.
    case demo
    /// Deterministic numbers derived from tensor names; outputs mean nothing.
    case synthetic
}

/// Names a set of weights well enough to get the same one again.
public struct WeightIdentity: Sendable, Codable, Hashable {
    public var provenance: Provenance
    /// File name, repository or synthetic salt, for people.
    public var name: String
    /// SHA-256 of the file's bytes, or of the rule and salt of synthetic weights.
    public var sha256: String

    public init(provenance: Provenance, name: String, sha256: String) {
        self.provenance = provenance
        self.name = name
        self.sha256 = sha256
    }
}

/// Something that yields tensors by state-dict name.
public protocol WeightSource: Sendable {
    var identity: WeightIdentity { get }
    /// Every floating-point and integer tensor name, or nil where any name can be asked for.
    var names: Set<String>? { get }
    /// Shape of a tensor, or nil when there is none of that name. Sources without names answer nil.
    func shape(of name: String) -> [Int]?
    /// The tensor converted to Float32. Only called with a shape that `shape(of:)` confirmed, or on a source
    /// without names.
    func tensor(_ name: String, shape: [Int]) throws -> Tensor
}
