import CLibAV

/// FFmpeg's `scale` filter in its bilinear form: resizes while it converts to RGB.
enum PlaneScaler {
    /// The filter's flag, and two that make libswscale's results the same on every processor; where they could be
    /// compared they change no byte.
    private static let flags = SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT

    /// - Parameter matrix: of Y′CbCr samples, nil for RGB.
    /// - Returns: nil where libswscale cannot read the layout.
    static func bilinear(
        _ frame: UnsafePointer<AVFrame>, matrix: ColorMatrix?, width: Int, height: Int
    ) -> RGBImage? {
        let (columns, rows) = (Int32(width), Int32(height))
        guard
            let scaler = sws_getContext(
                frame.pointee.width, frame.pointee.height, AVPixelFormat(frame.pointee.format), columns, rows,
                AV_PIX_FMT_RGB24, flags, nil, nil, nil)
        else { return nil }
        defer { sws_freeContext(scaler) }
        if let matrix {
            sws_setColorspaceDetails(
                scaler, matrix.coefficients, matrix.isFullRange ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT),
                0, 0, 1 << 16, 1 << 16)
        }
        // Rows are padded: the scaler's vector code may write past the end of a row.
        let stride = (width * 3 + 63) / 64 * 64
        let padded = UnsafeMutablePointer<UInt8>.allocate(capacity: stride * height + 64)
        defer { padded.deallocate() }
        let (planes, lineSizes) = frame.planes
        var sources = planes.map { UnsafePointer<UInt8>($0) }
        var strides = lineSizes
        var targets: [UnsafeMutablePointer<UInt8>?] = [padded, nil, nil, nil]
        var targetStrides: [Int32] = [Int32(stride), 0, 0, 0]
        let done = sws_scale(
            scaler, &sources, &strides, 0, frame.pointee.height, &targets, &targetStrides)
        guard done == rows else { return nil }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { target, count in
            for row in 0..<height {
                (target.baseAddress! + row * width * 3).update(from: padded + row * stride, count: width * 3)
            }
            count = width * height * 3
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    /// The same from an image's bytes.
    static func bilinear(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        var frame = av_frame_alloc()
        defer { av_frame_free(&frame) }
        guard let source = frame else { preconditionFailure("no memory for a frame") }
        source.pointee.format = AV_PIX_FMT_RGB24.rawValue
        (source.pointee.width, source.pointee.height) = (Int32(image.width), Int32(image.height))
        guard av_frame_get_buffer(source, 0) == 0, let start = source.pointee.data.0 else {
            preconditionFailure("no memory for \(image.width)×\(image.height) pixels")
        }
        image.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<image.height {
                (start + row * Int(source.pointee.linesize.0)).update(
                    from: pixels.baseAddress! + row * image.width * 3, count: image.width * 3)
            }
        }
        guard let scaled = bilinear(source, matrix: nil, width: width, height: height) else {
            preconditionFailure("libswscale scales RGB of any size, not \(image.width)×\(image.height)")
        }
        return scaled
    }
}
