import Foundation
import Tensor

extension KernelCase {
    /// What may follow a 3×3 convolution and a residual.
    enum Ending: Sendable {
        case outer(Activation, inner: Activation)
        case slopes

        var name: String {
            switch self {
            case .outer(let outer, .none): "+ residual, \(outer)"
            case .outer(let outer, let inner): "\(inner) + residual, \(outer)"
            case .slopes: "+ residual, slopes"
            }
        }
    }

    /// 3×3 convolution of `[B, H, W, C]`, a residual and what follows it.
    static func convolution(
        _ shape: [Int], to outputs: Int, ending: Ending, keepsTransform: Bool = false
    ) -> KernelCase {
        let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
        return KernelCase(
            name: "conv 3×3",
            shape: "\(images)×\(height)×\(width)×\(channels) → \(outputs) \(ending.name)"
                + (keepsTransform ? ", kept" : ""),
            operations: 2 * Double(images * height * width * outputs * channels * 9), bytes: 0,
            tolerance: 4e-6
        ) {
            let x = Values.tensor(shape, seed: 48)
            let weight = Values.weight([outputs, channels, 3, 3], seed: 49)
            let bias = Values.tensor([outputs], seed: 50)
            let extra = Values.tensor([images, height, width, outputs], seed: 51)
            let slopes = Values.tensor([outputs], seed: 52)
            var isLeaking = false
            var (inner, outer) = (Activation.none, Activation.none)
            switch ending {
            case .slopes: isLeaking = true
            case .outer(let last, let first): (inner, outer) = (first, last)
            }
            let layer = Convolution2D(
                weight: weight, bias: bias, padding: .all(1), slopes: isLeaking ? slopes : nil,
                keepsTransform: keepsTransform)
            return KernelWork(batch: images) { [inner, outer] range in
                layer(x[range], activation: inner, residual: extra[range], outer: outer)
            } reference: { [inner, outer, isLeaking] index in
                let output = index % outputs
                let pixel = index / outputs
                let (column, row, image) = (
                    pixel % width, pixel / width % height, pixel / width / height
                )
                var sum = bias.at(output)
                for tap in 0..<9 {
                    let (y, x0) = (row + tap / 3 - 1, column + tap % 3 - 1)
                    guard 0..<height ~= y, 0..<width ~= x0 else { continue }
                    let at = ((image * height + y) * width + x0) * channels
                    for channel in 0..<channels {
                        sum += x.at(at + channel) * weight.at((output * channels + channel) * 9 + tap)
                    }
                }
                let value = exact(inner, sum) + extra.at(index)
                if isLeaking { return value < 0 ? value * slopes.at(output) : value }
                return exact(outer, value)
            }
        }
    }

    /// Transposed convolution 4×4, stride 2, padding 1 of `[B, H, W, C]`.
    static func transposedConvolution(_ shape: [Int], to outputs: Int) -> KernelCase {
        let (images, height, width, channels) = (shape[0], shape[1], shape[2], shape[3])
        return KernelCase(
            name: "transposed conv 4×4/2", shape: "\(images)×\(height)×\(width)×\(channels) → \(outputs)",
            operations: 2 * Double(images * height * width * outputs * channels * 16), bytes: 0,
            tolerance: 1e-6
        ) {
            let x = Values.tensor(shape, seed: 53)
            let weight = Values.weight([channels, outputs, 4, 4], seed: 54)
            let bias = Values.tensor([outputs], seed: 55)
            let layer = TransposedConvolution2D(weight: weight, bias: bias)
            return KernelWork(batch: images) {
                layer(x[$0])
            } reference: { index in
                let (output, pixel) = (index % outputs, index / outputs)
                let (column, row, image) = (
                    pixel % (2 * width), pixel / 2 / width % (2 * height), pixel / 4 / width / height
                )
                var sum = bias.at(output)
                // Input y reaches output 2y - 1 + tap.
                for y in 0..<height {
                    for x0 in 0..<width {
                        let (tapY, tapX) = (row + 1 - 2 * y, column + 1 - 2 * x0)
                        guard 0..<4 ~= tapY, 0..<4 ~= tapX else { continue }
                        for channel in 0..<channels {
                            sum +=
                                x.at(((image * height + y) * width + x0) * channels + channel)
                                * weight.at(((channel * outputs + output) * 4 + tapY) * 4 + tapX)
                        }
                    }
                }
                return sum
            }
        }
    }

    /// Instance normalisation of `[B, pixels, C]`, alone or with ReLU, a residual and ReLU again.
    static func instanceNorm(_ samples: Int, pixels: Int, channels: Int, residual: Bool) -> KernelCase {
        KernelCase(
            name: "instance norm",
            shape: "\(samples)×\(pixels)×\(channels)" + (residual ? " + residual" : ""),
            operations: 0, bytes: (residual ? 12 : 8) * Double(samples * pixels * channels), tolerance: 5e-7
        ) {
            let x = Values.tensor([samples, pixels, channels], seed: 56)
            let extra = Values.tensor([samples, pixels, channels], seed: 57)
            let layer = InstanceNorm(epsilon: 1e-5)
            return KernelWork(batch: samples) {
                layer(x[$0], activation: residual ? .relu : .none, residual: residual ? extra[$0] : nil)
            } reference: { index in
                let (channel, sample) = (index % channels, index / channels / pixels)
                let positions = (0..<pixels).map { (sample * pixels + $0) * channels + channel }
                let value = normalised(x, index, positions)
                return residual ? max(0, max(0, value) + extra.at(index)) : value
            }
        }
    }

    /// `(1 - z) x + z q` and `x · z` over rows whose z are columns of a wider tensor.
    static func gatedMixture(_ rows: Int, _ width: Int, product: Bool = false) -> KernelCase {
        KernelCase(
            name: product ? "gate product" : "gate mixture", shape: "\(rows)×\(width)", operations: 0,
            bytes: (product ? 12 : 16) * Double(rows * width), tolerance: 2e-7
        ) {
            let (x, q) = (Values.tensor([rows, width], seed: 58), Values.tensor([rows, width], seed: 59))
            let gate = Values.tensor([rows, 2 * width + 3], seed: 60)
            return KernelWork(batch: rows) {
                product
                    ? x[$0].multiplied(by: gate[$0], from: width)
                    : x[$0].mixed(with: q[$0], gate: gate[$0], from: 3)
            } reference: { index in
                let (column, row) = (index % width, index / width * (2 * width + 3))
                if product { return x.at(index) * gate.at(row + width + column) }
                let z = gate.at(row + 3 + column)
                return (1 - z) * x.at(index) + z * q.at(index)
            }
        }
    }
}
