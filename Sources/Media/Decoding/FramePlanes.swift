import CLibAV

/// A decoded frame as its stream stores it, kept for scalers that start from the planes and not from RGB.
///
/// Nothing changes it after it was made.
final class FramePlanes: @unchecked Sendable {
    private let frame: UnsafeMutablePointer<AVFrame>
    private let matrix: ColorMatrix

    /// Shares the samples of `frame`; nil where they are no Y′CbCr, or cannot be turned as the stream asks.
    ///
    /// - Throws: `MediaError.unsupported` for matrices that are no plain Y′CbCr.
    init?(_ frame: UnsafePointer<AVFrame>, orientation: Orientation, path: String) throws(MediaError) {
        guard DirectLayout(AVPixelFormat(frame.pointee.format)) == nil else { return nil }
        matrix = try ColorMatrix(of: frame, path: path)
        let shared = orientation == .upright ? av_frame_clone(frame) : frame.turned(orientation)
        guard let shared else { return nil }
        self.frame = shared
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        av_frame_free(&frame)
    }

    /// The frame in RGB and another size, both in one pass of libswscale; nil where it knows no way.
    func scaled(width: Int, height: Int) -> RGBImage? {
        PlaneScaler.bilinear(frame, matrix: matrix, width: width, height: height)
    }
}

extension UnsafePointer<AVFrame> {
    /// The planes turned one by one, as FFmpeg's `transpose` and flips do; nil for layouts other than 8-bit planes
    /// whose chroma is subsampled alike on both axes.
    fileprivate func turned(_ orientation: Orientation) -> UnsafeMutablePointer<AVFrame>? {
        let format = AVPixelFormat(pointee.format)
        guard let descriptor = av_pix_fmt_desc_get(format)?.pointee,
            descriptor.flags & UInt64(AV_PIX_FMT_FLAG_PLANAR) != 0, descriptor.comp.0.depth == 8,
            descriptor.log2_chroma_w == descriptor.log2_chroma_h
        else { return nil }
        var result = av_frame_alloc()
        guard let target = result else { return nil }
        let (width, height) = (pointee.width, pointee.height)
        target.pointee.format = pointee.format
        (target.pointee.width, target.pointee.height) =
            orientation.isTransposed ? (height, width) : (width, height)
        av_frame_copy_props(target, self)
        guard av_frame_get_buffer(target, 0) == 0 else {
            av_frame_free(&result)
            return nil
        }
        let (sources, sourceStrides) = planes
        let (targets, targetStrides) = UnsafePointer(target).planes
        for plane in 0..<Int(av_pix_fmt_count_planes(format)) {
            let shift = plane == 1 || plane == 2 ? Int(descriptor.log2_chroma_w) : 0
            guard let source = sources[plane], let out = targets[plane] else { continue }
            orientation.turn(
                source, stride: Int(sourceStrides[plane]), width: -(-Int(width) >> shift),
                height: -(-Int(height) >> shift), into: out, stride: Int(targetStrides[plane]))
        }
        return target
    }
}
