/// A network with its weights, as far as features depend on it.
public struct ExtractorRecord: Sendable, Hashable, Codable {
    /// SHA-256 over name, version, weights and arithmetic.
    public var hash: String
    public var name: String
    public var version: Int
    public var weightsName: String
    public var weightsHash: String
    public var provenance: String
    /// Precision of the matrix products, and what else changes the last digits.
    public var arithmetic: String

    public init(
        hash: String, name: String, version: Int, weightsName: String, weightsHash: String,
        provenance: String, arithmetic: String
    ) {
        self.hash = hash
        self.name = name
        self.version = version
        self.weightsName = weightsName
        self.weightsHash = weightsHash
        self.provenance = provenance
        self.arithmetic = arithmetic
    }
}
