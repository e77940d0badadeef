import CImageIO
import CLibAV

/// The YCbCr matrix and range of a frame. Untagged frames are BT.601 in limited range, whatever their size.
struct ColorMatrix {
    /// libswscale's factors for the matrix, 16.16: Cr to R, Cb to B, Cb to G, Cr to G.
    let coefficients: UnsafePointer<Int32>
    let isFullRange: Bool

    /// Throws: `MediaError.unsupported` for matrices that are no plain YCbCr.
    init(of frame: UnsafePointer<AVFrame>, path: String) throws(MediaError) {
        let space: Int32
        switch frame.pointee.colorspace {
        case AVCOL_SPC_BT709: space = SWS_CS_ITU709
        case AVCOL_SPC_FCC: space = SWS_CS_FCC
        case AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_RGB, AVCOL_SPC_RESERVED:
            space = SWS_CS_ITU601
        case AVCOL_SPC_SMPTE240M: space = SWS_CS_SMPTE240M
        case AVCOL_SPC_BT2020_NCL: space = SWS_CS_BT2020
        default:
            let name = av_color_space_name(frame.pointee.colorspace).map { String(cString: $0) } ?? "unknown"
            throw .unsupported(
                path: path, found: "the colour matrix \(name)",
                advice: "Convert the video to BT.709 or BT.601 first.")
        }
        coefficients = UnsafePointer(sws_getCoefficients(space)!)
        let format = AVPixelFormat(frame.pointee.format)
        let isFullByFormat =
            [
                AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P,
                AV_PIX_FMT_YUVJ411P,
            ]
            .contains(format)
        isFullRange = frame.pointee.color_range == AVCOL_RANGE_JPEG || isFullByFormat
    }

    /// The 13-bit factors of the integer conversion.
    var factors: cimage_yuv_factors {
        let luma = isFullRange ? 65536 : 65536 * 255 / 219
        // The table is for limited range, where chroma spans 224 steps.
        let chroma = (0..<4).map { Int(coefficients[$0]) }.map { isFullRange ? $0 * 224 / 255 : $0 }
        func rounded(_ value: Int) -> Int32 { Int32((value * 8192 + 32768) >> 16) }
        return cimage_yuv_factors(
            cy: rounded(luma), crv: rounded(chroma[0]), cgu: rounded(-chroma[2]), cgv: rounded(-chroma[3]),
            cub: rounded(chroma[1]), oy: isFullRange ? 0 : 128)
    }
}
