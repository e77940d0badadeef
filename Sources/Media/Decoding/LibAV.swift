import CImageIO
import CLibAV

/// libav's constants that are C macros Swift does not see, and its error texts.
enum LibAV {
    static let endOfFile: Int32 = -0x2046_4F45
    static let invalidData: Int32 = -0x4144_4E49
    static let tryAgain: Int32 = -EAGAIN
    static let noTimestamp = Int64.min

    /// libav prints to stderr by default; a process has one hook for that. Its messages are kept by thread.
    private static let logging: Void = cimage_capture_libav_log()

    /// Silences libav's own output and forgets the last message of this thread.
    static func clearLog() {
        _ = logging
        cimage_clear_libav_log()
    }

    /// What libav said last on this thread, nil when nothing went wrong.
    static var message: String? {
        let text = String(cString: cimage_libav_log())
        return text.isEmpty ? nil : text.trimmingSuffix(while: { $0 == "." || $0 == " " }).description
    }

    /// libav's own message if there is one, else the text of the error code.
    static func reason(_ code: Int32) -> String {
        if let message { return message }
        var text = [CChar](repeating: 0, count: 128)
        guard av_strerror(code, &text, text.count) == 0 else { return "libav error \(code)" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func name(_ format: AVPixelFormat) -> String {
        av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
    }
}

extension Collection where Self: BidirectionalCollection {
    /// The collection without the elements at its end that satisfy `condition`.
    func trimmingSuffix(while condition: (Element) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
        return self[startIndex..<end]
    }
}

extension UnsafePointer<AVFrame> {
    /// Addresses and row strides of the first four planes.
    var planes: ([UnsafeMutablePointer<UInt8>?], [Int32]) {
        let (data, strides) = (pointee.data, pointee.linesize)
        return ([data.0, data.1, data.2, data.3], [strides.0, strides.1, strides.2, strides.3])
    }

    /// The 8-bit planes of the frame without row padding.
    var copiedPlanes: [[UInt8]] {
        let (addresses, strides) = planes
        let format = AVPixelFormat(pointee.format)
        return (0..<Int(av_pix_fmt_count_planes(format))).map { plane in
            let shift = plane == 1 || plane == 2 ? Int(av_pix_fmt_desc_get(format)!.pointee.log2_chroma_h) : 0
            let rows = -(-Int(pointee.height) >> shift)
            let width = Int(av_image_get_linesize(format, pointee.width, Int32(plane)))
            return (0..<rows).flatMap { row in
                UnsafeBufferPointer(start: addresses[plane]! + row * Int(strides[plane]), count: width)
            }
        }
    }
}
