import CLibAV

/// A pixel format whose samples are copied, not computed: grey, palette and RGB of any depth.
struct DirectLayout {
    private let format: AVPixelFormat
    private let descriptor: UnsafePointer<AVPixFmtDescriptor>

    /// Nil for YCbCr, floating-point and hardware formats.
    init?(_ format: AVPixelFormat) {
        guard let descriptor = av_pix_fmt_desc_get(format) else { return nil }
        let flags = descriptor.pointee.flags
        let isGrey = descriptor.pointee.nb_components <= 2
        let isRGB = flags & UInt64(AV_PIX_FMT_FLAG_RGB) != 0
        let excluded = UInt64(AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_FLOAT)
        guard isGrey || isRGB, flags & excluded == 0, format != AV_PIX_FMT_XYZ12LE,
            format != AV_PIX_FMT_XYZ12BE
        else { return nil }
        self.format = format
        self.descriptor = descriptor
    }

    private var isPalette: Bool { descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_PAL) != 0 }

    private var components: [AVComponentDescriptor] {
        let all = descriptor.pointee.comp
        let isGrey = descriptor.pointee.nb_components <= 2 && !isPalette
        return isGrey ? [all.0, all.0, all.0] : [all.0, all.1, all.2]
    }

    /// Fills `target` with `height * width * 3` bytes.
    func copy(_ frame: UnsafePointer<AVFrame>, to target: UnsafeMutablePointer<UInt8>) {
        let isByteAligned =
            descriptor.pointee.flags & UInt64(AV_PIX_FMT_FLAG_BITSTREAM) == 0
            && components.allSatisfy { $0.depth == 8 && $0.shift == 0 }
        if isPalette {
            copyPalette(frame, target)
        } else if isByteAligned {
            copyBytes(frame, target)
        } else {
            copyAny(frame, target)
        }
    }

    /// The second plane holds 256 words 0xAARRGGBB in native (little-endian) order.
    private func copyPalette(_ frame: UnsafePointer<AVFrame>, _ target: UnsafeMutablePointer<UInt8>) {
        let (width, height) = (Int(frame.pointee.width), Int(frame.pointee.height))
        let (planes, strides) = frame.planes
        let palette = planes[1]!
        for row in 0..<height {
            let source = planes[0]! + row * Int(strides[0])
            for column in 0..<width {
                let entry = palette + 4 * Int(source[column])
                for channel in 0..<3 { target[(row * width + column) * 3 + channel] = entry[2 - channel] }
            }
        }
    }

    private func copyBytes(_ frame: UnsafePointer<AVFrame>, _ target: UnsafeMutablePointer<UInt8>) {
        let (width, height) = (Int(frame.pointee.width), Int(frame.pointee.height))
        let (planes, strides) = frame.planes
        for (channel, component) in components.enumerated() {
            let (step, plane) = (Int(component.step), Int(component.plane))
            for row in 0..<height {
                let source = planes[plane]! + row * Int(strides[plane]) + Int(component.offset)
                let out = target + row * width * 3 + channel
                for column in 0..<width { out[column * 3] = source[column * step] }
            }
        }
    }

    private func copyAny(_ frame: UnsafePointer<AVFrame>, _ target: UnsafeMutablePointer<UInt8>) {
        let (width, height) = (Int(frame.pointee.width), Int(frame.pointee.height))
        let (planes, lineSizes) = frame.planes
        var strides = lineSizes
        var line = [UInt16](repeating: 0, count: width)
        let isGrey = descriptor.pointee.nb_components <= 2 && !isPalette
        for row in 0..<height {
            for channel in 0..<3 {
                let depth = Int(components[channel].depth)
                var sources = planes.map { UnsafePointer<UInt8>($0) }
                av_read_image_line2(
                    &line, &sources, &strides, descriptor, 0, Int32(row), Int32(isGrey ? 0 : channel),
                    Int32(width), 0, 2)
                let out = target + row * width * 3 + channel
                for column in 0..<width { out[column * 3] = Self.byte(Int(line[column]), depth: depth) }
            }
        }
        if format == AV_PIX_FMT_MONOWHITE {
            for index in 0..<width * height * 3 { target[index] = 255 - target[index] }
        }
    }

    /// Deeper samples keep their upper 8 bits, shallower ones are stretched to 0…255.
    private static func byte(_ value: Int, depth: Int) -> UInt8 {
        if depth >= 8 { return UInt8(truncatingIfNeeded: value >> (depth - 8)) }
        let highest = (1 << depth) - 1
        return UInt8((value * 255 + highest / 2) / highest)
    }
}
