import Hashing
import Tensor

/// The weights of another source with constants added to a few numbers.
public struct AdjustedWeights: WeightSource {
    /// One number of a tensor: `tensor[index] + amount`.
    public struct Adjustment: Sendable {
        public var tensor: String
        /// Row-major.
        public var index: Int
        public var amount: Float

        public init(_ tensor: String, _ index: Int, by amount: Float) {
            (self.tensor, self.index, self.amount) = (tensor, index, amount)
        }
    }

    private let base: any WeightSource
    private let adjustments: [Adjustment]

    public init(_ base: any WeightSource, _ adjustments: [Adjustment]) {
        (self.base, self.adjustments) = (base, adjustments)
    }

    /// As of the weights below, with a hash that covers what was added.
    public var identity: WeightIdentity {
        var identity = base.identity
        let told = adjustments.map { "\($0.tensor)[\($0.index)] + \($0.amount)" }
        identity.sha256 = SHA256.hex(of: ([identity.sha256] + told).joined(separator: "\n").utf8)
        return identity
    }

    public var names: Set<String>? { base.names }

    public func shape(of name: String) -> [Int]? { base.shape(of: name) }

    public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
        let result = try base.tensor(name, shape: shape)
        let own = adjustments.filter { $0.tensor == name && $0.index < result.count }
        guard !own.isEmpty else { return result }
        var values = result.values
        for one in own { values[one.index] += one.amount }
        return Tensor(result.shape, values)
    }
}
