import Tensor

/// What the last decoder says of the middle frame: K flow pairs, masks and residuals.
///
/// Shapes: flows `[B, H, W, 2K]`, masks (after the sigmoid) `[B, H, W, K]`, residuals `[B, H, W, 3K]`.
struct AMTCandidates: Sendable {
    let toFirst: Tensor
    let toSecond: Tensor
    let masks: Tensor
    let residuals: Tensor

    /// - Parameter output: `[B, H, W, 8K]`, of which the flows correct twice enlarged coarser ones.
    init(_ output: Tensor, fields: Int, onto coarser: AMTFlows) {
        func flows(_ start: Int, _ flow: Tensor) -> Tensor {
            output.columns(start..<start + 2 * fields)
                + .joined(Array(repeating: flow.enlarged, count: fields))
        }
        toFirst = flows(0, coarser.toFirst)
        toSecond = flows(2 * fields, coarser.toSecond)
        masks = output.columns(4 * fields..<5 * fields).activated(.sigmoid)
        residuals = output.columns(5 * fields..<8 * fields)
    }

    private init(toFirst: Tensor, toSecond: Tensor, masks: Tensor, residuals: Tensor) {
        (self.toFirst, self.toSecond, self.masks, self.residuals) = (toFirst, toSecond, masks, residuals)
    }

    /// The same for frames of another size.
    func resized(height: Int, width: Int, factor: Float) -> AMTCandidates {
        AMTCandidates(
            toFirst: toFirst.resizedBilinear(height: height, width: width, factor: factor),
            toSecond: toSecond.resizedBilinear(height: height, width: width, factor: factor),
            masks: masks.resizedBilinear(height: height, width: width),
            residuals: residuals.resizedBilinear(height: height, width: width))
    }

    /// The K candidates side by side, `[B, H, W, 3K]`: `m · first + (1 - m) · second + mean + residual`, the frames
    /// (centred, `[B, H, W, 3]`) sampled along the flows.
    func blended(_ first: Tensor, _ second: Tensor, means: [Float]) -> Tensor {
        let fields = masks.width
        let warps = (0..<fields).map {
            (first.warped(by: toFirst, from: 2 * $0), second.warped(by: toSecond, from: 2 * $0))
        }
        let result = Tensor(residuals.shape)
        let pixels = first.shape[1] * first.shape[2]
        for (entry, mean) in means.enumerated() {
            Parallel.ranges(pixels, grain: 1 << 12) { range in
                for pixel in entry * pixels + range.lowerBound..<entry * pixels + range.upperBound {
                    for (field, warp) in warps.enumerated() {
                        let mask = masks.pointer[pixel * fields + field]
                        for channel in 0..<3 {
                            let (from, to) = (pixel * 3 + channel, (pixel * fields + field) * 3 + channel)
                            let mixture = mask * warp.0.pointer[from] + (1 - mask) * warp.1.pointer[from]
                            result.pointer[to] = mixture + mean + residuals.pointer[to]
                        }
                    }
                }
            }
        }
        return result
    }
}
