import Foundation
import Tensor

extension KernelCase {
    /// Group normalisation with an activation over `[B, pixels, C]`; values have a mean of `offset`.
    static func groupNorm(
        _ samples: Int, pixels: Int, channels: Int, groups: Int = 32, activation: Activation = .silu,
        offset: Float = 0
    ) -> KernelCase {
        KernelCase(
            name: "group norm",
            shape: "\(samples)×\(pixels)×\(channels) \(activation)" + (offset == 0 ? "" : " about \(offset)"),
            operations: 0, bytes: 8 * Double(samples * pixels * channels),
            tolerance: offset == 0 ? 5e-7 : 5e-6
        ) {
            let x = Values.tensor([samples, pixels, channels], seed: 30, offset: offset)
            let weight = Values.tensor([channels], seed: 31)
            let bias = Values.tensor([channels], seed: 32)
            let layer = GroupNorm(groups: groups, epsilon: 1e-5, weight: weight, bias: bias)
            let size = channels / groups
            return KernelWork(batch: samples) {
                layer(x[$0], activation: activation)
            } reference: { index in
                let (channel, sample) = (index % channels, index / channels / pixels)
                let group = channel / size * size
                let positions = (0..<pixels).flatMap { pixel in
                    (group..<group + size).map { (sample * pixels + pixel) * channels + $0 }
                }
                return exact(
                    activation, normalised(x, index, positions) * weight.at(channel) + bias.at(channel))
            }
        }
    }

    /// Layer normalisation of rows `[M, D]`.
    static func layerNorm(_ rows: Int, _ width: Int, offset: Float = 0) -> KernelCase {
        KernelCase(
            name: "layer norm", shape: "\(rows)×\(width)" + (offset == 0 ? "" : " about \(offset)"),
            operations: 0,
            bytes: 8 * Double(rows * width), tolerance: 3e-7
        ) {
            let x = Values.tensor([rows, width], seed: 33, offset: offset)
            let weight = Values.tensor([width], seed: 34)
            let bias = Values.tensor([width], seed: 35)
            let layer = LayerNorm(epsilon: 1e-5, weight: weight, bias: bias)
            return KernelWork(batch: rows) {
                layer(x[$0])
            } reference: { index in
                let start = index / width * width
                return normalised(x, index, Array(start..<start + width)) * weight.at(index % width)
                    + bias.at(index % width)
            }
        }
    }

    /// An activation over values in (-`range`, `range`).
    static func activation(_ activation: Activation, rows: Int, count: Int, range: Float = 8) -> KernelCase {
        KernelCase(
            name: "\(activation)", shape: "\(rows)×\(count)", operations: 0, bytes: 8 * Double(rows * count),
            tolerance: 2e-7
        ) {
            let x = Values.tensor([rows, count], seed: 36, scale: range)
            return KernelWork(batch: rows) {
                x[$0].activated(activation)
            } reference: {
                exact(activation, x.at($0))
            }
        }
    }

    static func addition(rows: Int, count: Int) -> KernelCase {
        KernelCase(
            name: "add", shape: "\(rows)×\(count)", operations: 0, bytes: 12 * Double(rows * count),
            tolerance: 1e-7
        ) {
            let (x, z) = (Values.tensor([rows, count], seed: 37), Values.tensor([rows, count], seed: 38))
            return KernelWork(batch: rows) {
                x[$0] + z[$0]
            } reference: {
                x.at($0) + z.at($0)
            }
        }
    }

    static func mixture(rows: Int, count: Int) -> KernelCase {
        KernelCase(
            name: "mix", shape: "\(rows)×\(count)", operations: 0, bytes: 12 * Double(rows * count),
            tolerance: 2e-7
        ) {
            let (x, z) = (Values.tensor([rows, count], seed: 37), Values.tensor([rows, count], seed: 38))
            return KernelWork(batch: rows) {
                Tensor.mix(x[$0], z[$0], weight: 0.3)
            } reference: {
                Double(Float(0.3)) * x.at($0) + (1 - Double(Float(0.3))) * z.at($0)
            }
        }
    }

    /// `[B, H, W, C]` to `[B, C, H, W]`.
    static func transposition(_ shape: [Int]) -> KernelCase {
        let count = shape.reduce(1, *)
        return KernelCase(
            name: "transpose", shape: shape.map(String.init).joined(separator: "×") + " to planes",
            operations: 0,
            bytes: 8 * Double(count), tolerance: 0
        ) {
            let x = Values.tensor(shape, seed: 39)
            let (channels, pixels) = (shape[3], shape[1] * shape[2])
            return KernelWork(batch: shape[0]) {
                x[$0].transposed([0, 3, 1, 2])
            } reference: { index in
                let (pixel, channel, image) = (
                    index % pixels, index / pixels % channels, index / pixels / channels
                )
                return x.at((image * pixels + pixel) * channels + channel)
            }
        }
    }
}

/// `(x[index] - mean) / √(variance + 1e-5)` over the elements at `positions`.
func normalised(_ x: Tensor, _ index: Int, _ positions: [Int]) -> Double {
    let mean = positions.reduce(0.0) { $0 + x.at($1) } / Double(positions.count)
    let variance =
        positions.reduce(0.0) { $0 + (x.at($1) - mean) * (x.at($1) - mean) } / Double(positions.count)
    return (x.at(index) - mean) / (variance + Double(Float(1e-5))).squareRoot()
}
