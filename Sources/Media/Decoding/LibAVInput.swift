import CLibAV
import Foundation

/// An opened container, its video stream and that stream's decoder.
final class LibAVInput {
    let path: String
    private(set) var format: UnsafeMutablePointer<AVFormatContext>!
    private(set) var stream: UnsafeMutablePointer<AVStream>!
    private(set) var decoder: UnsafeMutablePointer<AVCodecContext>!
    private var bytes: UnsafeMutablePointer<AVIOContext>?

    /// Formats that libav would read but that are no videos: playlists and descriptions, which point to other
    /// files and hosts, and text, which libav can render as a picture of a terminal.
    private static let refusedFormats: Set<String> = [
        "adf", "aqtitle", "bin", "concat", "dash", "ffmetadata", "hls", "idf", "imf", "lavfi", "rtsp", "sdp",
        "tty",
        "xbin",
    ]

    init(path: String) throws {
        self.path = path
        do {
            LibAV.clearLog()
            try openContainer()
            try findStream()
            try openDecoder()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func close() {
        avcodec_free_context(&decoder)
        avformat_close_input(&format)
        avio_closep(&bytes)
    }

    /// Opens the file by its content; the name plays no part.
    private func openContainer() throws {
        var status = avio_open2(&bytes, "file:" + path, AVIO_FLAG_READ, nil, nil)
        guard status >= 0 else { throw MediaError.unreadable(path: path, reason: LibAV.reason(status)) }
        var kind: UnsafePointer<AVInputFormat>?
        status = av_probe_input_buffer2(bytes, &kind, "", nil, 0, 0)
        guard status >= 0, let kind else {
            throw MediaError.notMedia(path: path, found: "content in no known format")
        }
        let names = String(cString: kind.pointee.name)
        guard Self.refusedFormats.isDisjoint(with: names.split(separator: ",").map(String.init)) else {
            throw MediaError.notMedia(path: path, found: "text or a playlist (libav format \(names))")
        }
        format = avformat_alloc_context()
        format.pointee.pb = bytes
        format.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        var options: OpaquePointer?
        av_dict_set(&options, "protocol_whitelist", "file", 0)
        defer { av_dict_free(&options) }
        status = avformat_open_input(&format, "file:" + path, kind, &options)
        guard status == 0 else { throw try unopened(names, status) }
    }

    private func unopened(_ names: String, _ status: Int32) throws -> MediaError {
        let reason = LibAV.reason(status)
        return try cutOff(framesRead: 0)
            ?? .notMedia(path: path, found: "a damaged \(names) file (\(reason))")
    }

    /// The error to report when the file is shorter than its structure says, else nil.
    func cutOff(framesRead: Int) throws -> MediaError? {
        try ContainerExtent.shortfall(of: path).map {
            .truncated(path: path, framesRead: framesRead, reason: $0)
        }
    }

    private func findStream() throws {
        var options = [OpaquePointer?](repeating: nil, count: Int(format.pointee.nb_streams))
        for index in options.indices {
            av_dict_set_int(&options[index], "max_pixels", Int64(MediaError.pixelLimit), 0)
        }
        defer { for index in options.indices { av_dict_free(&options[index]) } }
        let status = avformat_find_stream_info(format, &options)
        guard status >= 0 else { throw MediaError.notMedia(path: path, found: LibAV.reason(status)) }
        let index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
        let name = String(cString: format.pointee.iformat.pointee.name)
        guard index >= 0, let found = format.pointee.streams[Int(index)],
            found.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
        else {
            throw try cutOff(framesRead: 0)
                ?? MediaError.noFrames(path: path, found: "no video stream in a \(name) file")
        }
        stream = found
    }

    private func openDecoder() throws {
        let parameters = stream.pointee.codecpar!
        if let message = LibAV.message, message.contains("exceeds specified max pixel count") {
            throw MediaError.tooLarge(path: path, found: message)
        }
        let (width, height) = (Int(parameters.pointee.width), Int(parameters.pointee.height))
        guard width.multipliedReportingOverflow(by: height).partialValue <= MediaError.pixelLimit else {
            throw MediaError.tooLarge(path: path, found: "\(width)×\(height)")
        }
        guard let codec = avcodec_find_decoder(parameters.pointee.codec_id) else {
            let name = String(cString: avcodec_get_name(parameters.pointee.codec_id))
            throw MediaError.unsupported(
                path: path, found: "the codec \(name)", advice: "Convert the video, for example to H.264.")
        }
        decoder = avcodec_alloc_context3(codec)
        var status = avcodec_parameters_to_context(decoder, parameters)
        decoder.pointee.pkt_timebase = stream.pointee.time_base
        decoder.pointee.max_pixels = Int64(MediaError.pixelLimit)
        // Errors then belong to the packet in hand, and libav's messages to this thread.
        decoder.pointee.thread_count = 1
        if status >= 0 { status = avcodec_open2(decoder, codec, nil) }
        guard status >= 0 else { throw MediaError.notMedia(path: path, found: LibAV.reason(status)) }
    }

    /// Whether the codec has frames that each stand for themselves, or none that approximate.
    var isIntraOnlyOrLossless: Bool {
        guard let descriptor = avcodec_descriptor_get(stream.pointee.codecpar.pointee.codec_id) else {
            return false
        }
        let properties = descriptor.pointee.props
        return properties & AV_CODEC_PROP_INTRA_ONLY != 0
            || (properties & AV_CODEC_PROP_LOSSLESS != 0 && properties & AV_CODEC_PROP_LOSSY == 0)
    }

    func properties(orientation: Orientation) -> MediaProperties {
        let parameters = stream.pointee.codecpar!
        let (width, height) = (Int(parameters.pointee.width), Int(parameters.pointee.height))
        let container = String(cString: format.pointee.iformat.pointee.name)
        let isStillImage = container.hasSuffix("_pipe")
        let rate = av_guess_frame_rate(format, stream, nil)
        let base = stream.pointee.time_base
        let seconds: Double? =
            if stream.pointee.duration > 0 {
                Double(stream.pointee.duration) * Double(base.num) / Double(base.den)
            } else if format.pointee.duration > 0 {
                Double(format.pointee.duration) / Double(AV_TIME_BASE)
            } else {
                nil
            }
        return MediaProperties(
            width: orientation.isTransposed ? height : width,
            height: orientation.isTransposed ? width : height,
            frameRate: isStillImage || rate.num <= 0 || rate.den <= 0
                ? nil : FrameRate(Int(rate.num), Int(rate.den)),
            declaredFrames: isStillImage
                ? 1 : stream.pointee.nb_frames > 0 ? Int(stream.pointee.nb_frames) : nil,
            duration: isStillImage ? nil : seconds,
            codec: String(cString: avcodec_get_name(parameters.pointee.codec_id)),
            pixelFormat: LibAV.name(AVPixelFormat(parameters.pointee.format)), rotation: orientation.degrees)
    }
}
