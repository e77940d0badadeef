import Media
import Networks
import Tensor

/// Videos of one generator on their way from request to frames.
struct VideoWork {
    private struct Video {
        var random: TorchNormalSource
        /// What the next chunk starts from.
        var start: ConsistI2VSampler.Start
        /// Of the latest chunk, `[1, F, h, w, C]`.
        var latents: Tensor?

        init(
            _ random: TorchNormalSource, firstLatent: Tensor, layout: Tensor?,
            _ embeddings: (prompt: Tensor, negative: Tensor)
        ) {
            self.random = random
            start = ConsistI2VSampler.Start(
                firstLatent: firstLatent, layout: layout, prompt: embeddings.prompt,
                negativePrompt: embeddings.negative)
        }
    }

    private let generator: ConsistI2VGenerator
    private var videos: [Video] = []
    private var clock = StageClock()

    init(_ generator: ConsistI2VGenerator) { self.generator = generator }

    private var settings: ConsistI2VSettings { generator.settings }
    private var model: ConsistI2VModel { generator.model }

    /// Wall seconds by stage (`encode`, `text`, `load`, `denoise`, `decode`).
    var seconds: [String: Double] { clock.seconds }

    /// Takes requests up: their first frames (or layouts) and prompts.
    mutating func encode(_ requests: [GenerationRequest]) throws {
        let sharing = generator.forwardSharing(videos: requests.count)
        let begun = try Parallel.map(requests.count, lanes: sharing.lanes) { [self] index in
            var random = TorchNormalSource(seed: requests[index].seed)
            let latents = try firstLatents(requests[index].firstFrame, random: &random)
            return (random, latents.first, latents.layout)
        }
        clock.finish("encode")
        for (video, embeddings) in zip(begun, try embed(requests)) {
            videos.append(Video(video.0, firstLatent: video.1, layout: video.2, embeddings))
        }
        clock.finish("text")
    }

    /// Takes a request up behind chunks that are there, whose draws are made again and forgotten.
    /// - Parameter latent: the last one of those chunks.
    mutating func resume(_ request: GenerationRequest, after chunks: Int, latent: Tensor) throws {
        var random = TorchNormalSource(seed: request.seed)
        _ = try random.imageNormals(Array(latent.shape[1...]))
        let sampler = ConsistI2VSampler(settings, schedule: model.schedule)
        for _ in 0..<chunks {
            try sampler.skip(
                latentShape: [1, settings.frames] + latent.shape[2...], random: &random)
        }
        clock.finish("encode")
        videos.append(Video(random, firstLatent: latent, layout: nil, try embed([request])[0]))
        clock.finish("text")
    }

    /// Samples chunk `index` of all videos.
    mutating func denoise(_ index: Int, progress: (Int, Int) throws -> Void) throws {
        let unet = try model.unet()
        clock.finish("load")
        let sampler = ConsistI2VSampler(
            settings, schedule: model.schedule, forwards: generator.forwardSharing(videos: videos.count))
        if index > 0 {
            for video in videos.indices { videos[video].start.hasFrameInit = settings.continuesWithFrameInit }
        }
        var sources = videos.map(\.random)
        let latents = try sampler(
            videos.map(\.start), predictor: unet, random: &sources, progress: progress)
        for video in videos.indices {
            (videos[video].random, videos[video].latents) = (sources[video], latents[video])
            // Only one chunk has a layout of its own; the next starts from where this one ends.
            videos[video].start.firstLatent = lastLatent(video)
            videos[video].start.layout = nil
        }
        clock.finish("denoise")
    }

    /// The frames that chunk `index` adds to each video. Its first frame is the last one of the chunk before.
    mutating func decode(_ index: Int) throws -> [[RGBImage]] {
        let autoencoder = try model.autoencoder()
        let new = (index == 0 ? 0 : 1)..<settings.frames
        let latents = videos.compactMap { $0.latents.map { ConsistI2VSampler.frames($0, new) } }
        let sharing = generator.forwardSharing(videos: videos.count)
        let frames = Parallel.map(latents.count, lanes: sharing.lanes) { autoencoder.frames(of: latents[$0]) }
        clock.finish("decode")
        return frames
    }

    /// The last latent frame of a video's latest chunk, `[1, 1, h, w, C]`.
    func lastLatent(_ video: Int) -> Tensor {
        guard let latents = videos[video].latents else { return videos[video].start.firstLatent }
        return ConsistI2VSampler.frames(latents, settings.frames - 1..<settings.frames).copy()
    }

    /// Embeddings of each request's prompt and of what it should stay away from (the prompt again without guidance).
    private func embed(_ requests: [GenerationRequest]) throws -> [(prompt: Tensor, negative: Tensor)] {
        guard settings.guidance.mode != .none else {
            return try model.embed(requests.map(\.prompt)).map { ($0, $0) }
        }
        let embeddings = try model.embed(requests.map(\.prompt) + requests.map(\.negativePrompt))
        return requests.indices.map { (embeddings[$0], embeddings[requests.count + $0]) }
    }

    /// Latents of the first frame and, where there is one, of the layout. Draws: of the first frame where the layout
    /// does not stand in for it, then of the layout.
    private func firstLatents(_ image: RGBImage, random: inout TorchNormalSource) throws
        -> (first: Tensor, layout: Tensor?)
    {
        let autoencoder = try model.autoencoder()
        var first: Tensor?
        if !settings.layout.replacesFirstFrame {
            let prepared = FirstFramePreparation(height: settings.height, width: settings.width)(image)
            first = try autoencoder.latents(of: prepared, random: &random)
        }
        guard let frames = settings.layout.frames(for: image, format: settings.format) else {
            guard let first else { preconditionFailure("a still layout has a first frame of its own") }
            return (first, nil)
        }
        let layout = try autoencoder.latents(of: frames, random: &random)
        return (first ?? ConsistI2VSampler.frames(layout, 0..<1), layout)
    }
}
