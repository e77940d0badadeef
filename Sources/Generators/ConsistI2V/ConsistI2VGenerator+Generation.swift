import Foundation
import Hashing
import Media
import Networks
import Tensor

extension ConsistI2VGenerator {
    public func generate(
        _ request: GenerationRequest, output: String?, progress: (Int, Int) throws -> Void,
        frame: (RGBImage) throws -> Void
    ) throws -> GeneratedVideo {
        try firstFrameCheck?(request.firstFrame.width, request.firstFrame.height)
        let folder = try chunkFolder(request, output: output)
        let finished = min(folder?.finished ?? 0, settings.chunks)
        for chunk in 0..<finished { try folder?.forEachFrame(of: chunk, frame) }
        var work = VideoWork(self)
        if let folder, finished > 0 {
            try work.resume(request, after: finished, latent: folder.lastLatent(of: finished - 1))
        } else {
            try work.encode([request])
        }
        for chunk in finished..<settings.chunks {
            try work.denoise(chunk) { done, steps in
                try progress(chunk * steps + done, settings.chunks * steps)
            }
            let frames = try work.decode(chunk)[0]
            try folder?.store(chunk, frames: frames, lastLatent: work.lastLatent(0))
            for image in frames { try frame(image) }
        }
        return GeneratedVideo(
            frames: [], framesPerSecond: settings.framesPerSecond, seconds: work.seconds,
            flopsPerForward: cost.flopsPerForward)
    }

    public var streams: Bool { settings.chunks > 1 }

    public var framesPerSecond: Double { settings.framesPerSecond }

    public func finishedParts(_ request: GenerationRequest, output: String) throws -> Int {
        min(try chunkFolder(request, output: output)?.finished ?? 0, settings.chunks)
    }

    public func discardParts(of output: String) throws { try ChunkFolder.removeAll(of: output) }

    public func generate(_ requests: [GenerationRequest], progress: (Int, Int) throws -> Void) throws
        -> [GeneratedVideo]
    {
        for request in requests {
            try firstFrameCheck?(request.firstFrame.width, request.firstFrame.height)
        }
        var work = VideoWork(self)
        try work.encode(requests)
        var frames = [[RGBImage]](repeating: [], count: requests.count)
        for chunk in 0..<settings.chunks {
            try work.denoise(chunk) { done, steps in
                try progress(chunk * steps + done, settings.chunks * steps)
            }
            for (video, images) in try work.decode(chunk).enumerated() { frames[video] += images }
        }
        let share = work.seconds.mapValues { $0 / Double(max(requests.count, 1)) }
        return frames.map {
            GeneratedVideo(
                frames: $0, framesPerSecond: settings.framesPerSecond, seconds: share,
                flopsPerForward: cost.flopsPerForward)
        }
    }

    public var videosAtOnce: Int {
        max(forwardSharing(videos: .max).copies / settings.guidance.mode.copies, 1)
    }

    /// Where finished chunks are kept; videos of one chunk have none.
    private func chunkFolder(_ request: GenerationRequest, output: String?) throws -> ChunkFolder? {
        guard let output, settings.chunks > 1 else { return nil }
        return ChunkFolder(output: output, key: try resumeKey(request), chunkFrames: settings.frames)
    }

    /// Everything that decides the pixels of a request, as a hash.
    private func resumeKey(_ request: GenerationRequest) throws -> String {
        struct Essence: Encodable {
            var generator: GeneratorIdentity
            var firstFrame: String
            var prompt: String
            var negativePrompt: String
            var seed: UInt64
            var arithmetic: String
        }
        let (image, compute) = (request.firstFrame, Compute.current)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return SHA256.hex(
            of: try encoder.encode(
                Essence(
                    generator: identity,
                    firstFrame: "\(image.width)×\(image.height) \(SHA256.hex(of: image.pixels))",
                    prompt: request.prompt, negativePrompt: request.negativePrompt, seed: request.seed,
                    arithmetic: "\(compute.precision) \(compute.allowsWinograd) \(compute.tier)")))
    }
}

extension ConsistI2VGenerator: LayoutShowingGenerator {
    public var firstFrameCheck: FirstFrameCheck? { settings.firstFrameCheck }

    public func layout(for firstFrame: RGBImage) -> [RGBImage]? {
        settings.layout.images(for: firstFrame, format: settings.format)
    }

    public var layoutFirstFrame: RGBImage? {
        guard case .video(let video) = settings.layout, video.replacesFirstFrame else { return nil }
        return video.firstImage
    }
}
