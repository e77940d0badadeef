import CLibAV

/// A video or image file decoded by libav, one frame at a time.
///
/// A decoder that reports an error, a packet that the container marks as incomplete and a concealed frame all
/// throw: a damaged video never passes as a shorter or blurrier one.
package final class LibAVSource: FrameSource {
    let path: String
    package private(set) var properties: MediaProperties
    private let input: LibAVInput
    private let converter: FrameConverter
    private let frame: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>
    private var framesRead = 0
    private var isDraining = false
    private var firstTimestamp: Int64?
    private let messagesMeanDamage: Bool

    /// Throws: `MediaError` when the content is no video or cannot be decoded.
    package init(path: String) throws {
        self.path = path
        input = try LibAVInput(path: path)
        messagesMeanDamage = input.isIntraOnlyOrLossless
        converter = FrameConverter(path: path, orientation: try Orientation(of: input.stream, path: path))
        properties = input.properties(orientation: converter.orientation)
        // Last: an initialiser that throws earlier runs no deinit.
        frame = av_frame_alloc()!
        packet = av_packet_alloc()!
    }

    deinit {
        var (frame, packet): (UnsafeMutablePointer<AVFrame>?, UnsafeMutablePointer<AVPacket>?) = (
            frame, packet
        )
        av_frame_free(&frame)
        av_packet_free(&packet)
    }

    package func nextFrame() throws -> VideoFrame? {
        guard try receive() else { return nil }
        defer { av_frame_unref(frame) }
        return try deliver()
    }

    /// The decoded 8-bit planes of the next frame without row padding, before any colour conversion.
    package func nextPlanes() throws -> [[UInt8]]? {
        guard try receive() else { return nil }
        defer { av_frame_unref(frame) }
        framesRead += 1
        return UnsafePointer(frame).copiedPlanes
    }

    /// Puts the next decoded frame into `frame`; false after the last.
    private func receive() throws -> Bool {
        while true {
            LibAV.clearLog()
            let status = avcodec_receive_frame(input.decoder, frame)
            switch status {
            case 0:
                try checkMessages()
                try checkIntact()
                return true
            case LibAV.tryAgain:
                try feed()
            case LibAV.endOfFile:
                guard framesRead > 0 else {
                    throw MediaError.noFrames(
                        path: path, found: "a \(properties.codec) stream without frames")
                }
                return false
            default:
                throw broken(status)
            }
        }
    }

    private func checkIntact() throws {
        guard frame.pointee.flags & AV_FRAME_FLAG_CORRUPT == 0, frame.pointee.decode_error_flags == 0 else {
            defer { av_frame_unref(frame) }
            throw MediaError.truncated(
                path: path, framesRead: framesRead, reason: LibAV.message ?? "the next frame is damaged")
        }
    }

    private func deliver() throws -> VideoFrame {
        let image = try converter.image(from: frame, index: framesRead)
        // What was probed gives way to what was decoded.
        (properties.width, properties.height) = (image.width, image.height)
        framesRead += 1
        let timestamp = frame.pointee.best_effort_timestamp
        guard properties.frameRate != nil, timestamp != LibAV.noTimestamp else {
            return VideoFrame(image: image, seconds: nil)
        }
        let first = firstTimestamp ?? timestamp
        firstTimestamp = first
        let base = input.stream.pointee.time_base
        let seconds = Double(timestamp - first) * Double(base.num) / Double(base.den)
        return VideoFrame(image: image, seconds: seconds)
    }

    /// Hands the decoder the next packet of the video stream, or tells it that there are no more.
    private func feed() throws {
        precondition(!isDraining, "a draining decoder asked for data")
        while true {
            LibAV.clearLog()
            let status = av_read_frame(input.format, packet)
            guard status != LibAV.endOfFile else {
                try checkComplete()
                isDraining = true
                avcodec_send_packet(input.decoder, nil)
                return
            }
            guard status == 0 else { throw broken(status) }
            defer { av_packet_unref(packet) }
            guard packet.pointee.stream_index == input.stream.pointee.index else { continue }
            guard packet.pointee.flags & AV_PKT_FLAG_CORRUPT == 0 else {
                throw MediaError.truncated(
                    path: path, framesRead: framesRead,
                    reason: LibAV.message ?? "the next packet is incomplete")
            }
            let sent = avcodec_send_packet(input.decoder, packet)
            guard sent == 0 else { throw broken(sent) }
            try checkMessages()
            return
        }
    }

    /// At the end of a file that was cut off, demuxers report a plain end; some log it, some structures tell.
    private func checkComplete() throws {
        if let message = LibAV.message {
            throw MediaError.truncated(path: path, framesRead: framesRead, reason: message)
        }
        if let error = try input.cutOff(framesRead: framesRead) { throw error }
    }

    /// Decoders hide some damage and only talk about it. With lossy codecs whose frames build on each other such
    /// talk may concern harmless oddities; with all others it does not.
    private func checkMessages() throws {
        if messagesMeanDamage, let message = LibAV.message {
            throw MediaError.truncated(path: path, framesRead: framesRead, reason: message)
        }
    }

    private func broken(_ status: Int32) -> MediaError {
        .truncated(path: path, framesRead: framesRead, reason: LibAV.reason(status))
    }
}
