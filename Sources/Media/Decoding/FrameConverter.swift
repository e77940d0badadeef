import CImageIO
import CLibAV

/// Turns decoded frames of any pixel format into upright RGB images of one size.
///
/// 8-bit 4:2:0 frames of even height take the integer formula that OpenCV, decord and PyAV agree on; grey,
/// palette and RGB layouts are copied (deeper ones keep their upper 8 bits); everything else goes through
/// libswscale with accurate rounding and full chroma interpolation. Alpha is dropped, as OpenCV, decord and
/// Pillow's `convert("RGB")` drop it.
final class FrameConverter {
    let path: String
    let orientation: Orientation
    private var size: (width: Int32, height: Int32)?
    private var scaler: OpaquePointer?

    init(path: String, orientation: Orientation) {
        self.path = path
        self.orientation = orientation
    }

    deinit { sws_freeContext(scaler) }

    func image(from frame: UnsafePointer<AVFrame>, index: Int) throws -> RGBImage {
        let (width, height) = (frame.pointee.width, frame.pointee.height)
        let expected = size ?? (width, height)
        guard expected == (width, height) else {
            throw MediaError.sizeChanges(
                path: path, frame: index, expected: "\(expected.width)×\(expected.height)",
                found: "\(width)×\(height)")
        }
        size = expected
        let count = Int(width) * Int(height) * 3
        var failure: MediaError?
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            do throws(MediaError) { try fill(target.baseAddress!, from: frame) } catch { failure = error }
            initialized = failure == nil ? count : 0
        }
        if let failure { throw failure }
        var image = orientation.applied(to: RGBImage(width: Int(width), height: Int(height), pixels: pixels))
        image.planes = try FramePlanes(frame, orientation: orientation, path: path)
        return image
    }

    private func fill(_ target: UnsafeMutablePointer<UInt8>, from frame: UnsafePointer<AVFrame>)
        throws(MediaError)
    {
        let format = AVPixelFormat(frame.pointee.format)
        let isPlain420 =
            format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVA420P
        if isPlain420 && frame.pointee.height % 2 == 0 {
            try convert420(frame, target)
        } else if let layout = DirectLayout(format) {
            layout.copy(frame, to: target)
        } else {
            try scale(frame, target)
        }
    }

    private func convert420(_ frame: UnsafePointer<AVFrame>, _ target: UnsafeMutablePointer<UInt8>)
        throws(MediaError)
    {
        let (planes, strides) = (frame.pointee.data, frame.pointee.linesize)
        var factors = try ColorMatrix(of: frame, path: path).factors
        cimage_rgb_from_yuv420(
            planes.0, Int(strides.0), planes.1, Int(strides.1), planes.2, Int(strides.2), frame.pointee.width,
            frame.pointee.height, &factors, target)
    }

    private func scale(_ frame: UnsafePointer<AVFrame>, _ target: UnsafeMutablePointer<UInt8>)
        throws(MediaError)
    {
        let (width, height) = (frame.pointee.width, frame.pointee.height)
        let flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT
        scaler = sws_getCachedContext(
            scaler, width, height, AVPixelFormat(frame.pointee.format), width, height, AV_PIX_FMT_RGB24,
            flags, nil,
            nil, nil)
        guard let scaler else {
            throw MediaError.unsupported(
                path: path, found: "the pixel format \(LibAV.name(AVPixelFormat(frame.pointee.format)))",
                advice: "Convert the video, for example to H.264 with yuv420p.")
        }
        let matrix = try ColorMatrix(of: frame, path: path)
        sws_setColorspaceDetails(
            scaler, matrix.coefficients, matrix.isFullRange ? 1 : 0, sws_getCoefficients(SWS_CS_DEFAULT), 1,
            0, 1 << 16,
            1 << 16)
        // Rows are padded: the scaler's vector code may write past the end of a row.
        let stride = (Int(width) * 3 + 63) / 64 * 64
        let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: stride * Int(height) + 64)
        defer { rows.deallocate() }
        let (planes, lineSizes) = frame.planes
        var sources = planes.map { UnsafePointer<UInt8>($0) }
        var strides = lineSizes
        var targets: [UnsafeMutablePointer<UInt8>?] = [rows, nil, nil, nil]
        var targetStrides: [Int32] = [Int32(stride), 0, 0, 0]
        LibAV.clearLog()
        let done = sws_scale(scaler, &sources, &strides, 0, height, &targets, &targetStrides)
        guard done == height else {
            throw MediaError.unsupported(
                path: path, found: "the pixel format \(LibAV.name(AVPixelFormat(frame.pointee.format)))",
                advice: LibAV.message ?? "Convert the video, for example to H.264 with yuv420p.")
        }
        for row in 0..<Int(height) {
            (target + row * Int(width) * 3).update(from: rows + row * stride, count: Int(width) * 3)
        }
    }
}
