import Foundation
import Tensor

extension KernelCase {
    /// `y = activation(x Wᵀ + b) + residual`, x `[M, K]`, W `[N, K]`.
    static func linear(
        _ rows: Int, _ depth: Int, _ columns: Int, activation: Activation = .none, residual: Bool = false,
        gated: Bool = false
    ) -> KernelCase {
        let suffix =
            (gated ? " geglu" : activation == .none ? "" : " \(activation)") + (residual ? " + residual" : "")
        return KernelCase(
            name: "linear", shape: "\(rows)×\(depth) → \(columns)" + suffix,
            operations: 2 * Double(rows) * Double(depth) * Double(columns), bytes: 0,
            tolerance: gated ? 2e-6 : 1e-6
        ) {
            let x = Values.tensor([rows, depth], seed: 1)
            let weight = Values.weight([columns, depth], seed: 2)
            let bias = Values.tensor([columns], seed: 3)
            let width = gated ? columns / 2 : columns
            let extra = residual ? Values.tensor([rows, width], seed: 4) : nil
            let layer = Linear(weight: weight, bias: bias, gated: gated)
            return KernelWork(batch: rows) { range in
                layer(x[range], activation: activation, residual: extra?[range])
            } reference: { index in
                let (row, column) = (index / width, index % width)
                func dot(_ column: Int) -> Double {
                    (0..<depth).reduce(bias.at(column)) {
                        $0 + x.at(row * depth + $1) * weight.at(column * depth + $1)
                    }
                }
                let value =
                    gated ? dot(column) * exact(.gelu, dot(column + width)) : exact(activation, dot(column))
                return value + (extra?.at(index) ?? 0)
            }
        }
    }

    /// 2-D convolution of `[B, H, W, C]` with a square kernel.
    static func convolution(
        _ shape: [Int], to outputs: Int, kernel: Int, stride: Int = 1, padding: Int,
        activation: Activation = .none, residual: Bool = false
    ) -> KernelCase {
        convolution(
            shape, to: outputs, height: kernel, width: kernel, stride: stride, padding: .all(padding),
            activation: activation, residual: residual)
    }

    /// 2-D convolution of `[B, H, W, C]` with a kernel of `height` × `width` taps.
    static func convolution(
        _ shape: [Int], to outputs: Int, height: Int, width: Int, stride: Int = 1, padding: Padding2D,
        activation: Activation = .none, residual: Bool = false
    ) -> KernelCase {
        let (images, rows, columns, channels) = (shape[0], shape[1], shape[2], shape[3])
        let (down, across) = (
            (rows + padding.top + padding.bottom - height) / stride + 1,
            (columns + padding.left + padding.right - width) / stride + 1
        )
        let suffix = (activation == .none ? "" : " \(activation)") + (residual ? " + residual" : "")
        return KernelCase(
            name: "conv \(height)×\(width)" + (stride == 1 ? "" : "/\(stride)"),
            shape: "\(images)×\(rows)×\(columns)×\(channels) → \(outputs)" + suffix,
            operations: 2 * Double(images * down * across * outputs) * Double(channels * height * width),
            bytes: 0, tolerance: (height, width, stride) == (3, 3, 1) ? 4e-6 : 1e-6
        ) {
            let x = Values.tensor(shape, seed: 5)
            let weight = Values.weight([outputs, channels, height, width], seed: 6)
            let bias = Values.tensor([outputs], seed: 7)
            let extra = residual ? Values.tensor([images, down, across, outputs], seed: 8) : nil
            let layer = Convolution2D(weight: weight, bias: bias, stride: stride, padding: padding)
            return KernelWork(batch: images) { range in
                layer(x[range], activation: activation, residual: extra?[range])
            } reference: { index in
                let (output, column, row) = (
                    index % outputs, index / outputs % across, index / outputs / across % down
                )
                let image = index / outputs / across / down
                var sum = bias.at(output)
                for ky in 0..<height {
                    for kx in 0..<width {
                        let (y, column) = (
                            row * stride + ky - padding.top, column * stride + kx - padding.left
                        )
                        guard y >= 0, y < rows, column >= 0, column < columns else { continue }
                        let pixel = ((image * rows + y) * columns + column) * channels
                        for channel in 0..<channels {
                            let tap = ((output * channels + channel) * height + ky) * width + kx
                            sum += x.at(pixel + channel) * weight.at(tap)
                        }
                    }
                }
                return exact(activation, sum) + (extra?.at(index) ?? 0)
            }
        }
    }

    /// Convolution over frames of `[B, F, P, C]` with kernel 3.
    static func temporalConvolution(_ shape: [Int], to outputs: Int) -> KernelCase {
        let (videos, frames, pixels, channels) = (shape[0], shape[1], shape[2], shape[3])
        return KernelCase(
            name: "conv (3,1,1)", shape: "\(videos)×\(frames)×\(pixels)×\(channels) → \(outputs)",
            operations: 6 * Double(videos * frames * pixels) * Double(channels * outputs), bytes: 0,
            tolerance: 3e-6
        ) {
            let x = Values.tensor(shape, seed: 9)
            let weight = Values.weight([outputs, channels, 3, 1, 1], seed: 10)
            let bias = Values.tensor([outputs], seed: 11)
            let layer = TemporalConvolution(weight: weight, bias: bias)
            return KernelWork(batch: videos) {
                layer(x[$0])
            } reference: { index in
                let (output, pixel) = (index % outputs, index / outputs % pixels)
                let (frame, video) = (index / outputs / pixels % frames, index / outputs / pixels / frames)
                var sum = bias.at(output)
                for tap in 0..<3 where frame + tap >= 1 && frame + tap <= frames {
                    let from = ((video * frames + frame + tap - 1) * pixels + pixel) * channels
                    for channel in 0..<channels {
                        sum += x.at(from + channel) * weight.at((output * channels + channel) * 3 + tap)
                    }
                }
                return sum
            }
        }
    }
}

/// An activation in double precision.
func exact(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .none: x
    case .relu: max(0, x)
    case .silu: x / (1 + exp(-x))
    case .gelu: x * 0.5 * erfc(-x / 2.squareRoot())
    case .quickGELU: x / (1 + exp(-1.702 * x))
    case .sigmoid: 1 / (1 + exp(-x))
    case .tanh: tanh(x)
    }
}
