import Foundation
import Tensor

extension KernelCase {
    /// 3-D convolution of `[B, T, H, W, C]`, kernel and stride in frames, height, width.
    static func volume(
        _ shape: [Int], to outputs: Int, kernel: Extent3D, stride: Extent3D = .all(1),
        padding: VolumePadding = .same, activation: Activation = .none
    ) -> KernelCase {
        let window = VolumeWindow(kernel: kernel, stride: stride, padding: padding)
        let grid = window.outputs(Extent3D(shape[1], shape[2], shape[3]))
        let channels = shape[4]
        let places = shape[0] * grid.frames * grid.height * grid.width
        let isWinograd = (3...7).contains(kernel.height) && kernel.height == kernel.width
        return KernelCase(
            name: "conv \(name(kernel))" + (stride == .all(1) ? "" : "/\(name(stride))"),
            shape: shape.map(String.init).joined(separator: "×") + " → \(outputs)"
                + (activation == .none ? "" : " \(activation)"),
            operations: 2 * Double(places * outputs)
                * Double(channels * kernel.frames * kernel.height * kernel.width),
            bytes: 0, tolerance: isWinograd ? 4e-6 : 1e-6
        ) {
            let x = Values.tensor(shape, seed: 30)
            let weight = Values.weight(
                [outputs, channels, kernel.frames, kernel.height, kernel.width], seed: 31)
            let bias = Values.tensor([outputs], seed: 32)
            let layer = Convolution3D(weight: weight, bias: bias, stride: stride, padding: padding)
            return KernelWork(batch: shape[0]) {
                layer(x[$0], activation: activation)
            } reference: { index in
                let (output, place) = (index % outputs, index / outputs)
                var sum = bias.at(output)
                visit(place, shape: shape, window: window, grid: grid) { pixel, tap in
                    for channel in 0..<channels {
                        sum +=
                            x.at(pixel * channels + channel)
                            * weight.at((output * channels + channel) * taps(kernel) + tap)
                    }
                }
                return exact(activation, sum)
            }
        }
    }

    /// The largest value or the mean under a window of `[B, T, H, W, C]`.
    static func pool(
        _ pooling: Pooling, _ shape: [Int], kernel: Extent3D, stride: Extent3D = .all(1),
        padding: VolumePadding = .same
    ) -> KernelCase {
        let window = VolumeWindow(kernel: kernel, stride: stride, padding: padding)
        let grid = window.outputs(Extent3D(shape[1], shape[2], shape[3]))
        let channels = shape[4]
        let places = shape[0] * grid.frames * grid.height * grid.width
        return KernelCase(
            name: "\(pooling) pool \(name(kernel))" + (stride == .all(1) ? "" : "/\(name(stride))"),
            shape: shape.map(String.init).joined(separator: "×"), operations: 0,
            bytes: 4 * Double(shape.reduce(1, *) + places * channels), tolerance: 1e-6
        ) {
            let x = Values.tensor(shape, seed: 33)
            return KernelWork(batch: shape[0]) {
                x[$0].pooled(pooling, window)
            } reference: { index in
                let (channel, place) = (index % channels, index / channels)
                var values: [Double] = []
                visit(place, shape: shape, window: window, grid: grid) { pixel, _ in
                    values.append(x.at(pixel * channels + channel))
                }
                return pooling == .maximum
                    ? values.max() ?? .nan : values.reduce(0, +) / Double(values.count)
            }
        }
    }

    /// Convolution of every channel of `[B, T, H, W, C]` by itself, added to a residual.
    static func depthwise(_ shape: [Int], kernel: Extent3D = .all(3)) -> KernelCase {
        let window = VolumeWindow(
            kernel: kernel, padding: .even(kernel.frames / 2, kernel.height / 2, kernel.width / 2))
        let grid = Extent3D(shape[1], shape[2], shape[3])
        let channels = shape[4]
        return KernelCase(
            name: "depth-wise conv \(name(kernel))", shape: shape.map(String.init).joined(separator: "×"),
            operations: 2 * Double(shape.reduce(1, *) * taps(kernel)),
            bytes: 12 * Double(shape.reduce(1, *)), tolerance: 1e-6
        ) {
            let (x, residual) = (Values.tensor(shape, seed: 34), Values.tensor(shape, seed: 35))
            let weight = Values.weight(
                [channels, 1, kernel.frames, kernel.height, kernel.width], seed: 36)
            let bias = Values.tensor([channels], seed: 37)
            let layer = DepthwiseConvolution3D(weight: weight, bias: bias)
            return KernelWork(batch: shape[0]) {
                layer(x[$0], residual: residual[$0])
            } reference: { index in
                let (channel, place) = (index % channels, index / channels)
                var sum = bias.at(channel)
                visit(place, shape: shape, window: window, grid: grid) { pixel, tap in
                    sum += x.at(pixel * channels + channel) * weight.at(channel * taps(kernel) + tap)
                }
                return sum + residual.at(index)
            }
        }
    }

    /// Calls `body` with every pixel of the data under the window at output `place`, and its tap.
    private static func visit(
        _ place: Int, shape: [Int], window: VolumeWindow, grid: Extent3D,
        _ body: (_ pixel: Int, _ tap: Int) -> Void
    ) {
        let (column, row) = (place % grid.width, place / grid.width % grid.height)
        let (frame, video) = (
            place / grid.width / grid.height % grid.frames, place / grid.width / grid.height / grid.frames
        )
        let before = before(window, shape)
        let kernel = window.kernel
        for t in 0..<kernel.frames {
            for y in 0..<kernel.height {
                for x in 0..<kernel.width {
                    let source = (
                        frame * window.stride.frames + t - before.frames,
                        row * window.stride.height + y - before.height,
                        column * window.stride.width + x - before.width
                    )
                    guard (0..<shape[1]).contains(source.0), (0..<shape[2]).contains(source.1),
                        (0..<shape[3]).contains(source.2)
                    else { continue }
                    let pixel = ((video * shape[1] + source.0) * shape[2] + source.1) * shape[3] + source.2
                    body(pixel, (t * kernel.height + y) * kernel.width + x)
                }
            }
        }
    }

    /// Places before the data on every axis.
    private static func before(_ window: VolumeWindow, _ shape: [Int]) -> Extent3D {
        func same(_ size: Int, _ taps: Int, _ step: Int) -> Int {
            let outputs = Int((Double(size) / Double(step)).rounded(.up))
            return max(0, (outputs - 1) * step + taps - size) / 2
        }
        switch window.padding {
        case .explicit(let before, _): return before
        case .same:
            let (kernel, stride) = (window.kernel, window.stride)
            return Extent3D(
                same(shape[1], kernel.frames, stride.frames), same(shape[2], kernel.height, stride.height),
                same(shape[3], kernel.width, stride.width))
        }
    }

    private static func taps(_ kernel: Extent3D) -> Int { kernel.frames * kernel.height * kernel.width }

    private static func name(_ extent: Extent3D) -> String {
        "(\(extent.frames),\(extent.height),\(extent.width))"
    }
}
