/// The choices that set one tool's Inception Score apart from another's.
public struct InceptionScoreForm: Sendable, Hashable, Codable {
    /// In which order the samples are cut into splits.
    public enum Order: Sendable, Hashable, Codable {
        case asGiven
        /// Shuffled as by numpy's `RandomState(seed)`; `shuffle` of the rows and `permutation` of their numbers agree.
        case shuffled(seed: UInt32)

        func indices(_ count: Int) -> [Int] {
            switch self {
            case .asGiven: return Array(0..<count)
            case .shuffled(let seed):
                var random = NumpyRandomState(seed: seed)
                return random.permutation(count)
            }
        }
    }

    /// What keeps logarithms of zero away.
    public enum Safeguard: Sendable, Hashable, Codable {
        /// p·log p = 0 at p = 0.
        case limit
        /// log(p + 1e-7), in both logarithms.
        case insideLogarithms
        /// p + 1e-20 takes the place of p.
        case added

        var addedInsideLogarithms: Double { self == .insideLogarithms ? 1e-7 : 0 }
        var addedToProbabilities: Double { self == .added ? 1e-20 : 0 }
    }

    public var splits: Int
    public var order: Order
    public var safeguard: Safeguard

    public init(splits: Int, order: Order = .asGiven, safeguard: Safeguard = .limit) {
        (self.splits, self.order, self.safeguard) = (splits, order, safeguard)
    }

    /// StyleGAN-V's video score (C3D, 2,048 videos).
    public static let styleGANV = InceptionScoreForm(splits: 10, order: .shuffled(seed: 42))
    /// torch-fidelity (Inception, logits without bias).
    public static let torchFidelity = InceptionScoreForm(splits: 10, order: .shuffled(seed: 2020))
    /// TGAN (C3D).
    public static let tgan = InceptionScoreForm(splits: 1, safeguard: .insideLogarithms)
    /// TGANv2 (C3D) with its default of ten splits.
    public static let tganv2 = InceptionScoreForm(splits: 10, safeguard: .added)
    /// The image score of the StyleGAN family (Inception, no output bias).
    public static let styleGAN = InceptionScoreForm(splits: 10)
}
