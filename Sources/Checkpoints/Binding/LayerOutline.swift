import Synchronization
import Tensor

/// A layer as structural binding sees it: one weight of two or more axes and the vectors that go with it.
public struct LayerOutline: Sendable, Hashable {
    /// What a vector is for.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case weight, bias, mean, variance

        private static let names: [Role: Set<String>] = [
            .weight: ["weight", "gamma", "scale"], .bias: ["bias", "beta", "b"],
            .mean: ["running_mean", "moving_mean", "mean"],
            .variance: ["running_var", "moving_variance", "variance", "var"],
        ]

        /// The role that the last part of a name tells, if it tells one.
        init?(lastPart: Substring) {
            guard let role = Self.allCases.first(where: { Self.names[$0]!.contains(String(lastPart)) }) else {
                return nil
            }
            self = role
        }
    }

    /// Name of the weight.
    public let name: String
    public let shape: [Int]
    /// Names of the vectors, each of as many elements as the weight has rows.
    public let vectors: [Role: String]

    /// The layers of a network in the order in which it takes them, which must be that of its forward.
    ///
    /// Cost: the network is made once, of zeros.
    public static func layers(of build: (WeightScope) throws -> Void) throws -> [LayerOutline] {
        let recorder = Recorder()
        try loadWeights("outline", from: recorder) { try build($0) }
        var layers: [(name: String, shape: [Int], vectors: [Role: String])] = []
        for (name, shape) in recorder.requests.withLock({ $0 }) {
            if shape.count > 1 {
                layers.append((name, shape, [:]))
            } else if let last = name.split(separator: ".").last, let role = Role(lastPart: last),
                !layers.isEmpty
            {
                layers[layers.count - 1].vectors[role] = name
            }
        }
        return layers.map { LayerOutline(name: $0.name, shape: $0.shape, vectors: $0.vectors) }
    }

    /// Answers every request with zeros and keeps what was asked for.
    private final class Recorder: WeightSource {
        let identity = WeightIdentity(provenance: .synthetic, name: "outline", sha256: "")
        let names: Set<String>? = nil
        let requests = Mutex<[(name: String, shape: [Int])]>([])

        func shape(of name: String) -> [Int]? { nil }

        func tensor(_ name: String, shape: [Int]) throws -> Tensor {
            requests.withLock { $0.append((name, shape)) }
            return Tensor(shape, filledWith: 0)
        }
    }
}
