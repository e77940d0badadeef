import Tensor

/// Pillow's separable resampling of 8-bit images: fixed-point weights of 22 bits, rows first, each pass rounded
/// and clipped to bytes; a pass that changes nothing is left out.
struct ByteResampler {
    private let axisWeights: (Int, Int) -> AxisWeights

    init(_ axisWeights: @escaping (Int, Int) -> AxisWeights) { self.axisWeights = axisWeights }

    func resize(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        var result = image
        if image.width != width { result = alongRows(result, axisWeights(image.width, width)) }
        if image.height != height { result = alongColumns(result, axisWeights(image.height, height)) }
        return result
    }

    private static func byte(_ sum: Int32) -> UInt8 { UInt8(min(max(sum >> 22, 0), 255)) }

    private static let half: Int32 = 1 << 21

    private func alongRows(_ image: RGBImage, _ axis: AxisWeights) -> RGBImage {
        let width = axis.starts.count
        let weights = axis.quantised
        return filled(width: width, height: image.height) { target in
            image.withSamples { source in
                Parallel.ranges(image.height, grain: 8) { range in
                    for row in range {
                        for position in 0..<width {
                            let first = source.base + (row * image.width + axis.starts[position]) * 3
                            let out = target.base + (row * width + position) * 3
                            for channel in 0..<3 {
                                var sum = Self.half
                                for tap in 0..<axis.width {
                                    sum &+=
                                        weights[position * axis.width + tap]
                                        &* Int32(first[tap * 3 + channel])
                                }
                                out[channel] = Self.byte(sum)
                            }
                        }
                    }
                }
            }
        }
    }

    private func alongColumns(_ image: RGBImage, _ axis: AxisWeights) -> RGBImage {
        let stride = image.width * 3
        let weights = axis.quantised
        return filled(width: image.width, height: axis.starts.count) { target in
            image.withSamples { source in
                Parallel.ranges(axis.starts.count, grain: 8) { range in
                    withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
                        for position in range {
                            sums.update(repeating: Self.half)
                            for tap in 0..<axis.width {
                                let weight = weights[position * axis.width + tap]
                                let row = source.base + (axis.starts[position] + tap) * stride
                                for index in 0..<stride { sums[index] &+= weight &* Int32(row[index]) }
                            }
                            let out = target.base + position * stride
                            for index in 0..<stride { out[index] = Self.byte(sums[index]) }
                        }
                    }
                }
            }
        }
    }

    private func filled(width: Int, height: Int, _ fill: (Samples<UInt8>) -> Void) -> RGBImage {
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            fill(Samples(target.baseAddress!))
            initialized = count
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }
}

extension RGBImage {
    /// Calls `body` with the bytes of the image, which it must not change.
    fileprivate func withSamples(_ body: (Samples<UInt8>) -> Void) {
        pixels.withUnsafeBufferPointer { body(Samples(UnsafeMutablePointer(mutating: $0.baseAddress!))) }
    }
}
