import Foundation
import Tensor

extension KernelCase {
    /// Bilinear resize of `[B, H, W, C]`.
    static func bilinearResize(_ shape: [Int], height: Int, width: Int, factor: Float = 1) -> KernelCase {
        let outputs = shape[0] * height * width * shape[3]
        return KernelCase(
            name: "bilinear resize", shape: name(shape) + " → \(height)×\(width)", operations: 0,
            bytes: 4 * Double(shape.reduce(1, *) + outputs), tolerance: 1e-6
        ) {
            let x = Values.tensor(shape, seed: 40)
            return KernelWork(batch: shape[0]) {
                x[$0].resizedBilinear(height: height, width: width, factor: factor)
            } reference: { index in
                let (channel, pixel) = (index % shape[3], index / shape[3])
                let (column, row, image) = (
                    pixel % width, pixel / width % height, pixel / width / height
                )
                func source(_ place: Int, _ size: Int, _ wanted: Int) -> Double {
                    // Coordinates are Float, as torch's are.
                    Double(max((Float(place) + 0.5) * (Float(size) / Float(wanted)) - 0.5, 0))
                }
                return Double(factor)
                    * bilinear(
                        Images(x), image, channel, x: source(column, shape[2], width),
                        y: source(row, shape[1], height), outside: .border)
            }
        }
    }

    /// Bilinear samples of `[B, H, W, C]` along a flow that also leaves the image.
    static func warp(_ shape: [Int]) -> KernelCase {
        KernelCase(
            name: "warp", shape: name(shape), operations: 0,
            bytes: Double(shape[0] * shape[1] * shape[2]) * Double(8 * shape[3] + 8), tolerance: 1e-6
        ) {
            let x = Values.tensor(shape, seed: 41)
            let flow = Values.tensor([shape[0], shape[1], shape[2], 2], seed: 42, scale: 5)
            return KernelWork(batch: shape[0]) {
                x[$0].warped(by: flow[$0])
            } reference: { index in
                let (channel, pixel) = (index % shape[3], index / shape[3])
                let (column, row) = (pixel % shape[2], pixel / shape[2] % shape[1])
                return bilinear(
                    Images(x), pixel / shape[2] / shape[1], channel,
                    x: Double(Float(column) + Float(flow.at(2 * pixel))),
                    y: Double(Float(row) + Float(flow.at(2 * pixel + 1))), outside: .border)
            }
        }
    }

    /// Windows of the correlation of two feature maps `[B, H, W, C]`, along a flow that also leaves the map.
    static func correlationLookup(_ shape: [Int], levels: Int, radius: Int, factor: Float = 1) -> KernelCase {
        let (height, width, channels) = (shape[1], shape[2], shape[3])
        let side = 2 * radius + 1
        let columns = levels * side * side
        return KernelCase(
            name: "correlation lookup", shape: name(shape) + ", \(levels) levels, radius \(radius)",
            operations: 0, bytes: 8 * Double(shape[0] * height * width * columns), tolerance: 3e-6
        ) {
            let (queries, targets) = (Values.tensor(shape, seed: 43), Values.tensor(shape, seed: 44))
            let flow = Values.tensor([shape[0], height, width, 2], seed: 45, scale: Float(width) / 2)
            @Sendable func correlation(_ query: Int, _ target: (image: Int, y: Int, x: Int), size: Int)
                -> Double
            {
                var sum = 0.0
                for y in target.y * size..<(target.y + 1) * size {
                    for x in target.x * size..<(target.x + 1) * size {
                        let at = ((target.image * height + y) * width + x) * channels
                        for channel in 0..<channels {
                            sum += queries.at(query * channels + channel) * targets.at(at + channel)
                        }
                    }
                }
                return sum * 0.125 / Double(size * size)
            }
            return KernelWork(batch: shape[0]) { range in
                let pyramid = CorrelationPyramid(
                    queries: queries[range], targets: targets[range], levels: levels, scale: 0.125)
                return pyramid.lookup(flow[range], radius: radius, factor: factor)
            } reference: { index in
                let (channel, query) = (index % columns, index / columns)
                let (level, offset) = (channel / side / side, channel % (side * side))
                let place = (query % width, query / width % height)
                let scale = Double(1 << level)
                let x = (Double(place.0) + Double(factor) * flow.at(2 * query)) / scale
                let y = (Double(place.1) + Double(factor) * flow.at(2 * query + 1)) / scale
                let map = VirtualImages(shape: [shape[0], height >> level, width >> level, 1]) {
                    correlation(query, (image: $0, y: $1, x: $2), size: 1 << level)
                }
                return bilinear(
                    map, query / width / height, 0, x: x + Double(offset / side - radius),
                    y: y + Double(offset % side - radius), outside: .zero)
            }
        }
    }

    /// Convex upsampling by `factor` of a flow `[B, H, W, 2]`.
    static func convexUpsampling(_ shape: [Int], by factor: Int = 8) -> KernelCase {
        let (height, width, fine) = (shape[1], shape[2], factor * factor)
        return KernelCase(
            name: "convex upsampling by \(factor)", shape: name(shape), operations: 0,
            bytes: Double(shape[0] * height * width) * 4 * Double(11 * fine + 2), tolerance: 5e-7
        ) {
            let flow = Values.tensor([shape[0], height, width, 2], seed: 46, scale: 3)
            let mask = Values.tensor([shape[0], height, width, 9 * fine], seed: 47, scale: 4)
            return KernelWork(batch: shape[0]) {
                flow[$0].upsampledConvexly(by: factor, mask: mask[$0])
            } reference: { index in
                let (axis, pixel) = (index % 2, index / 2)
                let (column, row, image) = (
                    pixel % (factor * width), pixel / factor / width % (factor * height),
                    pixel / fine / width / height
                )
                let coarse = (image * height + row / factor) * width + column / factor
                var (total, sum) = (0.0, 0.0)
                for k in 0..<9 {
                    let weight = exp(
                        mask.at((coarse * 9 + k) * fine + row % factor * factor + column % factor))
                    total += weight
                    let (y, x) = (row / factor + k / 3 - 1, column / factor + k % 3 - 1)
                    guard 0..<height ~= y, 0..<width ~= x else { continue }
                    sum += weight * Double(factor) * flow.at(((image * height + y) * width + x) * 2 + axis)
                }
                return sum / total
            }
        }
    }

    private static func name(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "×") }
}

/// What lies beyond the border of an image.
private enum Outside { case border, zero }

/// Values of channels-last images.
private protocol ImageValues {
    var shape: [Int] { get }
    func at(_ image: Int, _ row: Int, _ column: Int, _ channel: Int) -> Double
}

private struct Images: ImageValues {
    let tensor: Tensor
    init(_ tensor: Tensor) { self.tensor = tensor }
    var shape: [Int] { tensor.shape }
    func at(_ image: Int, _ row: Int, _ column: Int, _ channel: Int) -> Double {
        tensor.at(((image * shape[1] + row) * shape[2] + column) * shape[3] + channel)
    }
}

private struct VirtualImages: ImageValues {
    let shape: [Int]
    let value: (Int, Int, Int) -> Double
    func at(_ image: Int, _ row: Int, _ column: Int, _ channel: Int) -> Double { value(image, row, column) }
}

/// The bilinear interpolation of four pixels, by the definition.
private func bilinear(
    _ images: any ImageValues, _ image: Int, _ channel: Int, x: Double, y: Double, outside: Outside
) -> Double {
    let (height, width) = (images.shape[1], images.shape[2])
    let inside = (
        x: outside == .border ? min(max(x, 0), Double(width - 1)) : x,
        y: outside == .border ? min(max(y, 0), Double(height - 1)) : y
    )
    let (left, top) = (inside.x.rounded(.down), inside.y.rounded(.down))
    var sum = 0.0
    for (row, vertical) in [(Int(top), 1 - (inside.y - top)), (Int(top) + 1, inside.y - top)] {
        for (column, horizontal) in [(Int(left), 1 - (inside.x - left)), (Int(left) + 1, inside.x - left)] {
            guard 0..<height ~= row, 0..<width ~= column else { continue }
            sum += vertical * horizontal * images.at(image, row, column, channel)
        }
    }
    return sum
}
