import Tensor

/// How the noise of the frames is correlated before sampling.
///
/// `mixed`: `ε_f = √(α²/(1+α²))·n_shared + √(1/(1+α²))·n_f`.
/// `progressive`: `ε_1 = n'_1`, `ε_f = √(α²/(1+α²))·ε_{f-1} + √(1/(1+α²))·n_f`.
/// `vanilla`: `ε_f = n_f`.
/// Source: "Preserve Your Own Correlation", arXiv 2305.10474 section 4.1; released ConsistI2V implementation.
public enum InitialNoise: String, Sendable, Codable, Hashable, CaseIterable {
    case mixed, progressive, vanilla

    /// Noise for all frames, the first included.
    ///
    /// Draws, in order: mixed: shared `[B, C, 1, h, w]`, individual `[B, C, F, h, w]`; progressive: first and
    /// individual, both `[B, C, F, h, w]`; vanilla: `[B, C, F, h, w]`.
    /// - Parameter shape: `[B, F, h, w, C]`, the shape of the result.
    public func draw(
        shape: [Int], alpha: Double, from source: inout some NormalSource
    ) throws -> Tensor {
        let squared = alpha * alpha
        let shared = Float((squared / (1 + squared)).squareRoot())
        let own = Float((1 / (1 + squared)).squareRoot())
        switch self {
        case .vanilla:
            return try source.videoNormals(shape)
        case .mixed:
            let base = try source.videoNormals([shape[0], 1] + shape[2...])
            let individual = try source.videoNormals(shape)
            return Self.addShared(base * shared, to: individual * own)
        case .progressive:
            let first = try source.videoNormals(shape)
            let individual = try source.videoNormals(shape)
            return Self.chain(first, individual, carried: shared, own: own)
        }
    }

    /// `base` `[B, 1, h, w, C]` added to every frame of `frames` `[B, F, h, w, C]`.
    private static func addShared(_ base: Tensor, to frames: Tensor) -> Tensor {
        let videos = (0..<frames.shape[0]).map { video in
            let own = frames[video..<video + 1].reshaped(Array(frames.shape[1...]))
            let shared = base[video..<video + 1].reshaped([1] + frames.shape[2...])
            return Tensor.stacked((0..<own.shape[0]).map { shared + own[$0..<$0 + 1] })
        }
        return Tensor.stacked(videos).reshaped(frames.shape)
    }

    private static func chain(_ first: Tensor, _ individual: Tensor, carried: Float, own: Float) -> Tensor {
        let (shape, frame) = (first.shape, first.shape[2...].reduce(1, *))
        let result = first.copy()
        for video in 0..<shape[0] {
            for index in 1..<shape[1] {
                let start = (video * shape[1] + index) * frame
                for element in start..<start + frame {
                    result.pointer[element] =
                        carried * result.pointer[element - frame] + own * individual.pointer[element]
                }
            }
        }
        return withExtendedLifetime(individual) { result }
    }
}
