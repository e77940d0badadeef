import CImageIO
import CLibAV
import Foundation

/// A video file written by libav.
final class LibAVSink: FrameSink {
    enum Format { case h264(quality: Double), ffv1 }

    private let path: String
    private let partial: PartialFile
    private var container: UnsafeMutablePointer<AVFormatContext>?
    private var encoder: UnsafeMutablePointer<AVCodecContext>?
    private var stream: UnsafeMutablePointer<AVStream>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private var frames: Int64 = 0

    init(
        path: String, width: Int, height: Int, frameRate: FrameRate, format: Format, comment: String? = nil
    ) throws {
        self.path = path
        if case .h264 = format, width % 2 != 0 || height % 2 != 0 {
            throw MediaError.unencodable(
                path: path,
                found: "frames of \(width)×\(height) as H.264, whose 4:2:0 chroma needs even sizes",
                advice: "Use the lossless .mkv or a folder of PNG files, or an even size.")
        }
        partial = try PartialFile(reserving: path)
        do {
            LibAV.clearLog()
            try openEncoder(width: width, height: height, frameRate: frameRate, format: format)
            try openContainer(format: format, comment: comment)
            try prepareFrame()
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func close() {
        av_packet_free(&packet)
        av_frame_free(&frame)
        avcodec_free_context(&encoder)
        if container?.pointee.pb != nil { avio_closep(&container!.pointee.pb) }
        avformat_free_context(container)
        container = nil
    }

    private func openEncoder(width: Int, height: Int, frameRate: FrameRate, format: Format) throws {
        let name = if case .h264 = format { "libx264" } else { "ffv1" }
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw MediaError.unencodable(
                path: path, found: "video with the encoder \(name), which this libavcodec lacks",
                advice: "Install Debian's libavcodec, or write a folder of PNG files.")
        }
        encoder = avcodec_alloc_context3(codec)
        encoder!.pointee.width = Int32(width)
        encoder!.pointee.height = Int32(height)
        encoder!.pointee.time_base = AVRational(
            num: Int32(frameRate.denominator), den: Int32(frameRate.numerator))
        encoder!.pointee.framerate = AVRational(
            num: Int32(frameRate.numerator), den: Int32(frameRate.denominator))
        encoder!.pointee.flags |= AV_CODEC_FLAG_BITEXACT
        // x264's bytes depend on its number of threads.
        encoder!.pointee.thread_count = 1
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        switch format {
        case .h264(let quality):
            encoder!.pointee.pix_fmt = AV_PIX_FMT_YUV420P
            encoder!.pointee.colorspace = AVCOL_SPC_SMPTE170M
            encoder!.pointee.color_range = AVCOL_RANGE_MPEG
            av_dict_set(&options, "crf", String(quality), 0)
            av_dict_set(&options, "preset", "medium", 0)
            // On frames of few macroblocks x264's macroblock tree reads memory that nobody wrote, and the bytes
            // differ from one encoding to the next.
            av_dict_set(&options, "mbtree", "0", 0)
        case .ffv1:
            encoder!.pointee.pix_fmt = AV_PIX_FMT_BGR0
            // Version 3 adds checksums, but cuts the frame into slices, which lose rows of frames this small.
            let isTiny = min(width, height) < 16
            encoder!.pointee.level = isTiny ? 1 : 3
            if !isTiny { av_dict_set(&options, "slicecrc", "1", 0) }
        }
        // Both containers keep the codec's headers apart from the packets.
        encoder!.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        let status = avcodec_open2(encoder, codec, &options)
        guard status >= 0 else {
            throw MediaError.unencodable(
                path: path, found: "frames of \(width)×\(height) with \(name): \(LibAV.reason(status))",
                advice: "Try another size or encoding.")
        }
    }

    private func openContainer(format: Format, comment: String?) throws {
        let name = if case .h264 = format { "mp4" } else { "matroska" }
        var status = avformat_alloc_output_context2(&container, nil, name, partial.partialPath)
        guard status >= 0, let container else { throw unwritable(status) }
        container.pointee.flags |= AVFMT_FLAG_BITEXACT
        if let comment { av_dict_set(&container.pointee.metadata, "comment", comment, 0) }
        stream = avformat_new_stream(container, nil)
        stream!.pointee.time_base = encoder!.pointee.time_base
        stream!.pointee.avg_frame_rate = encoder!.pointee.framerate
        avcodec_parameters_from_context(stream!.pointee.codecpar, encoder)
        status = avio_open2(&container.pointee.pb, "file:" + partial.partialPath, AVIO_FLAG_WRITE, nil, nil)
        guard status >= 0 else { throw unwritable(status) }
        status = avformat_write_header(container, nil)
        guard status >= 0 else { throw unwritable(status) }
    }

    private func prepareFrame() throws {
        frame = av_frame_alloc()
        packet = av_packet_alloc()
        frame!.pointee.format = encoder!.pointee.pix_fmt.rawValue
        frame!.pointee.width = encoder!.pointee.width
        frame!.pointee.height = encoder!.pointee.height
        let status = av_frame_get_buffer(frame, 0)
        guard status >= 0 else { throw unwritable(status) }
    }

    func append(_ image: RGBImage) throws {
        LibAV.clearLog()
        let status = av_frame_make_writable(frame)
        guard status >= 0 else { throw unwritable(status) }
        fill(from: image)
        frame!.pointee.pts = frames
        frames += 1
        try encode(frame)
    }

    private func fill(from image: RGBImage) {
        let (planes, strides) = (frame!.pointee.data, frame!.pointee.linesize)
        if encoder!.pointee.pix_fmt == AV_PIX_FMT_YUV420P {
            cimage_yuv420_from_rgb(
                image.pixels, Int32(image.width), Int32(image.height), planes.0, Int(strides.0), planes.1,
                Int(strides.1), planes.2, Int(strides.2))
            return
        }
        image.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<image.height {
                let out = planes.0! + row * Int(strides.0)
                for column in 0..<image.width {
                    let pixel = (row * image.width + column) * 3
                    out[4 * column] = pixels[pixel + 2]
                    out[4 * column + 1] = pixels[pixel + 1]
                    out[4 * column + 2] = pixels[pixel]
                    out[4 * column + 3] = 0
                }
            }
        }
    }

    private func encode(_ frame: UnsafeMutablePointer<AVFrame>?) throws {
        var status = avcodec_send_frame(encoder, frame)
        guard status >= 0 else { throw unwritable(status) }
        while true {
            status = avcodec_receive_packet(encoder, packet)
            if status == LibAV.tryAgain || status == LibAV.endOfFile { return }
            guard status >= 0 else { throw unwritable(status) }
            packet!.pointee.stream_index = stream!.pointee.index
            packet!.pointee.duration = 1
            av_packet_rescale_ts(packet, encoder!.pointee.time_base, stream!.pointee.time_base)
            status = av_interleaved_write_frame(container, packet)
            guard status >= 0 else { throw unwritable(status) }
        }
    }

    func finish() throws {
        LibAV.clearLog()
        try encode(nil)
        var status = av_write_trailer(container)
        guard status >= 0 else { throw unwritable(status) }
        avio_flush(container!.pointee.pb)
        status = container!.pointee.pb.pointee.error
        let closed = avio_closep(&container!.pointee.pb)
        guard status >= 0, closed >= 0 else { throw unwritable(min(status, closed)) }
        try partial.commit()
    }

    private func unwritable(_ status: Int32) -> MediaError {
        .unwritable(path: path, reason: status == -ENOSPC ? "no space left on device" : LibAV.reason(status))
    }
}
