import CKernels

/// Transposed convolution of channels-last images with a 4×4 kernel, stride 2 and padding 1: twice the size.
///
/// An output pixel of given parity reads a fixed 2×2 neighbourhood of the input, so the four parities are four plain
/// convolutions with 2×2 kernels.
/// Shapes: x `[B, H, W, C]`, weight `[C, O, 4, 4]` as state dicts store it, bias `[O]`, y `[B, 2H, 2W, O]`.
public final class TransposedConvolution2D: @unchecked Sendable {
    public let inputChannels: Int
    public let outputChannels: Int
    /// One for each parity, row parity first.
    private let phases: [Convolution2D]

    public init(weight: Tensor, bias: Tensor?) {
        precondition(
            weight.rank == 4 && Array(weight.shape[2...]) == [4, 4], "transposed weight \(weight.shape)")
        (inputChannels, outputChannels) = (weight.shape[0], weight.shape[1])
        phases = (0..<4).map { phase in
            let (row, column) = (phase / 2, phase % 2)
            return Convolution2D(
                weight: Self.taps(of: weight, row: row, column: column), bias: bias,
                padding: Padding2D(top: 1 - row, left: 1 - column, bottom: row, right: column))
        }
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let parts = phases.map { $0(x) }
        let (images, height, width, channels) = (x.shape[0], x.shape[1], x.shape[2], outputChannels)
        let result = Tensor([images, 2 * height, 2 * width, channels])
        let (sources, ys) = (parts.map { Elements($0.pointer) }, Elements(result.pointer))
        Parallel.ranges(images * 2 * height, grain: max(1, (1 << 13) / max(1, width * channels))) { rows in
            for row in rows {
                let from = row / 2 * width * channels
                var target = ys.base + row * 2 * width * channels
                for column in 0..<width {
                    for parity in 0..<2 {
                        let source = sources[row % 2 * 2 + parity].base + from + column * channels
                        target.update(from: source, count: channels)
                        target += channels
                    }
                }
            }
        }
        return withExtendedLifetime(parts) { result }
    }

    /// The 2×2 kernel `[O, C, 2, 2]` of one parity: output 2y + a reads input y - 1 + a + i through tap 3 - a - 2i.
    private static func taps(of weight: Tensor, row: Int, column: Int) -> Tensor {
        let (inputs, outputs) = (weight.shape[0], weight.shape[1])
        let result = Tensor([outputs, inputs, 2, 2])
        for output in 0..<outputs {
            for input in 0..<inputs {
                for tap in 0..<4 {
                    let (y, x) = (3 - row - 2 * (tap / 2), 3 - column - 2 * (tap % 2))
                    result.pointer[(output * inputs + input) * 4 + tap] =
                        weight.pointer[((input * outputs + output) * 4 + y) * 4 + x]
                }
            }
        }
        return withExtendedLifetime(weight) { result }
    }
}
