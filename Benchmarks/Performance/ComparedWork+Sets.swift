import Checkpoints
import Statistics
import Tensor

/// Metrics of sets, from the features on, with all that they report beside the value.
extension ComparedWork {
    static let sets = [
        frechet("fid", vectors: 4096, features: 2048, isSlow: true),
        frechet("fvd", vectors: 2048, features: 400),
        kernelDistance, inceptionScore, precisionRecall,
    ]

    /// Two sets of as many vectors that lie apart.
    private static func pair(_ name: String, vectors: Int, features: Int) -> [FeatureMatrix] {
        ["generated", "real"].enumerated().map { place, side in
            let values = draw("\(name)_\(side)", [vectors, features]).mapped {
                $0 * (1 - 0.2 * Float(place)) + 0.1 * Float(place)
            }.values
            return FeatureMatrix(name: side, rows: vectors, columns: features, values: values)
        }
    }

    private static func frechet(
        _ id: String, vectors: Int, features: Int, isSlow: Bool = false
    ) -> ComparedWork {
        let (n, d) = (Double(vectors), Double(features))
        return ComparedWork(
            id, "\(id.uppercased()) from features", shape: "2×\(vectors)×\(features)",
            operations: 2 * n * d * d + 2 * d * d * d, isSlow: isSlow
        ) {
            let sets = pair(id, vectors: vectors, features: features)
            return { try scalars([FrechetDistance(sets[0], sets[1], divisor: .countMinusOne).value]) }
        }
    }

    private static let kernelDistance = ComparedWork(
        "kid", "KID from features", shape: "2×2000×2048, 100 subsets of 1000",
        operations: 100 * 2 * 2 * 1e6 * 2048, isSlow: true
    ) {
        let sets = pair("kid", vectors: 2000, features: 2048)
        return { try scalars([SubsetKernelDistance(sets[0], sets[1]).mean]) }
    }

    private static let inceptionScore = ComparedWork(
        "inception_score", "Inception Score from logits", shape: "5000×1008, 10 splits",
        operations: 5000 * 1008 * 4
    ) {
        let logits = pair("inception_score", vectors: 5000, features: 1008)[0]
        return { try scalars([InceptionScore(logits: logits, form: InceptionScoreForm(splits: 10)).mean]) }
    }

    private static let precisionRecall = ComparedWork(
        "precision_recall", "precision and recall from features", shape: "2×2000×2048",
        operations: 2 * 4000 * 4000 * 2048
    ) {
        let sets = pair("precision_recall", vectors: 2000, features: 2048)
        return {
            let found = try PrecisionRecall(generated: sets[0], real: sets[1])
            return scalars([found.precision, found.recall])
        }
    }

    private static func scalars(_ values: [Double]) -> Tensor {
        Tensor([values.count], values.map(Float.init))
    }
}
