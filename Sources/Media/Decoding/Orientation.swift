import CLibAV

/// How the stored frames are turned for display: a multiple of 90 degrees, perhaps mirrored.
struct Orientation: Equatable {
    /// Output pixel (x, y) is input pixel `(a x + b y, c x + d y)` counted from the centre.
    let a, b, c, d: Int

    static let upright = Orientation(a: 1, b: 0, c: 0, d: 1)

    init(a: Int, b: Int, c: Int, d: Int) { (self.a, self.b, self.c, self.d) = (a, b, c, d) }

    /// Reads the display matrix of a stream, which maps stored to shown positions in 16.16 fixed point.
    ///
    /// Throws: `MediaError.unsupported` for turns that are no multiple of 90 degrees.
    init(of stream: UnsafeMutablePointer<AVStream>, path: String) throws {
        var size = 0
        guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size >= 36 else {
            self = .upright
            return
        }
        let matrix = (0..<9).map {
            UnsafeRawPointer(data).loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)
        }
        let units = [0, 1, 3, 4].map { Int((Double(matrix[$0]) / 65536).rounded()) }
        let isExact = zip(units, [0, 1, 3, 4]).allSatisfy { abs(Int(matrix[$1]) - $0 * 65536) < 64 }
        // Shown = stored · M for row vectors; M is orthogonal, so stored = shown · Mᵀ.
        let turned = Orientation(a: units[0], b: units[1], c: units[2], d: units[3])
        guard isExact, abs(turned.a * turned.d - turned.b * turned.c) == 1, abs(units[0]) + abs(units[1]) == 1
        else {
            throw MediaError.unsupported(
                path: path, found: "a display matrix \(matrix) that is no quarter turn",
                advice: "Re-encode the video upright.")
        }
        self = turned
    }

    /// Whether width and height swap.
    var isTransposed: Bool { a == 0 }

    /// Clockwise turn in degrees; mirroring is not part of it.
    var degrees: Int {
        switch (a, b) {
        case (1, _): 0
        case (-1, _): 180
        case (_, 1): 90
        default: 270
        }
    }

    /// The image as it is shown.
    func applied(to image: RGBImage) -> RGBImage {
        guard self != .upright else { return image }
        let (width, height) = isTransposed ? (image.height, image.width) : (image.width, image.height)
        let pixels = [UInt8](unsafeUninitializedCapacity: image.pixels.count) { target, count in
            image.pixels.withUnsafeBufferPointer { source in
                turn(
                    source.baseAddress!, stride: image.width * 3, width: image.width, height: image.height,
                    bytes: 3, into: target.baseAddress!, stride: width * 3)
            }
            count = image.pixels.count
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    /// Turns rows of samples of `bytes` bytes.
    /// - Parameter width: of the source, as is `height`.
    func turn(
        _ source: UnsafePointer<UInt8>, stride sourceStride: Int, width: Int, height: Int, bytes: Int = 1,
        into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int
    ) {
        let originX = (a + b < 0) ? width - 1 : 0
        let originY = (c + d < 0) ? height - 1 : 0
        for y in 0..<(isTransposed ? width : height) {
            for x in 0..<(isTransposed ? height : width) {
                let sourceX = originX + a * x + b * y
                let sourceY = originY + c * x + d * y
                let (from, to) = (sourceY * sourceStride + sourceX * bytes, y * targetStride + x * bytes)
                for byte in 0..<bytes { target[to + byte] = source[from + byte] }
            }
        }
    }
}
