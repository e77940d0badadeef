import Tensor

/// How alike the frames of a clip are: to the one before and to the first.
///
/// Mean over i = 1…F-1 of `(max(0, c(f_i, f_{i-1})) + max(0, c(f_i, f_0))) / 2` with c the cosine of features.
struct FrameConsistency {
    /// Cosines of frames 1…F-1 with the frame before, and with frame 0; not clamped.
    let previous: [Double]
    let first: [Double]

    /// - Parameter features: `[F, D]`, at least two frames.
    init(_ features: Tensor) {
        precondition(features.rows >= 2, "consistency of \(features.rows) frames")
        previous = (1..<features.rows).map { Cosine.of(features, $0, features, $0 - 1) }
        first = (1..<features.rows).map { Cosine.of(features, $0, features, 0) }
    }

    var score: VideoScore {
        let terms = zip(previous, first).map { clamped($0) / 2 + clamped($1) / 2 }
        return VideoScore(
            value: terms.reduce(0, +) / Double(terms.count),
            parts: ["cos_previous": previous, "cos_first": first])
    }

    /// `max(0, x)` that lets NaN through.
    private func clamped(_ cosine: Double) -> Double { cosine < 0 ? 0 : cosine }
}
