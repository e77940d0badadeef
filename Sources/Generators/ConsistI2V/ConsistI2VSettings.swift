import Networks

/// Everything that decides a ConsistI2V video apart from the weights and the request; defaults are the released
/// inference configuration's.
public struct ConsistI2VSettings: Codable, Sendable, Hashable {
    public var width = 256
    public var height = 256
    /// Frames of the video; the first is the VAE's round trip of the input.
    public var frames = 16
    public var steps = 50
    /// 0 is deterministic DDIM, 1 has the noise of ancestral sampling.
    public var eta = 0.0
    public var textGuidance = 7.5
    /// Above 1: image guidance, with a third copy that sees noise instead of the first frame.
    public var imageGuidance = 1.0
    public var guidanceRescale = 0.0
    /// How far apart frames are, in the sense of the training clips: 1 (slow) to 5 (fast).
    public var frameStride = 3
    public var noise = InitialNoise.mixed
    /// α of mixed and progressive noise: 0 is independent, large is shared.
    public var noiseAlpha = 1.0
    /// nil: sampling starts from the noise itself.
    public var frameInit: FrameInit? = FrameInit()
    public var conditioning = FirstFrameConditioning()
    public var framesPerSecond = 8.0
    /// What FrameInit takes its low frequencies from.
    public var layout = LayoutSource.still
    /// Above 1: a long video, each chunk continuing from the last latent frame of the one before.
    public var chunks = 1
    /// Whether chunks after the first start from FrameInit too, each from its own first frame.
    public var continuesWithFrameInit = true

    public init() {}

    /// Named settings.
    public enum Preset: String, Sendable, Codable, CaseIterable {
        /// As the released scripts run: α = 1.
        case released
        /// As the paper describes: α = 1.5.
        case paper
        /// Small and quick, for the demo-size model: 64×64, few steps.
        case demo
    }

    public init(preset: Preset) {
        self.init()
        switch preset {
        case .released: break
        case .paper: noiseAlpha = 1.5
        case .demo:
            // Its training clips are too short for larger strides, and guidance exaggerates its blur.
            (width, height, steps, frameStride, textGuidance) = (64, 64, 10, 1, 2)
        }
    }

    public var guidance: Guidance {
        Guidance(text: textGuidance, image: imageGuidance, rescale: guidanceRescale)
    }

    /// Frames of the whole video: neighbouring chunks share one, `K·F - K + 1`.
    public var totalFrames: Int { chunks * (frames - 1) + 1 }

    enum CodingKeys: String, CodingKey {
        case width, height, frames, steps, eta, noise, conditioning, layout, chunks
        case continuesWithFrameInit = "frameinit_in_later_chunks"
        case textGuidance = "text_guidance"
        case imageGuidance = "image_guidance"
        case guidanceRescale = "guidance_rescale"
        case frameStride = "frame_stride"
        case noiseAlpha = "noise_alpha"
        case frameInit = "frameinit"
        case framesPerSecond = "frames_per_second"
    }

    /// Missing keys take the defaults; `"frameinit": null` switches FrameInit off.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ value: inout Value, _ key: CodingKeys) throws {
            value = try values.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(&width, .width)
        try read(&height, .height)
        try read(&frames, .frames)
        try read(&steps, .steps)
        try read(&eta, .eta)
        try read(&textGuidance, .textGuidance)
        try read(&imageGuidance, .imageGuidance)
        try read(&guidanceRescale, .guidanceRescale)
        try read(&frameStride, .frameStride)
        try read(&noise, .noise)
        try read(&noiseAlpha, .noiseAlpha)
        try read(&conditioning, .conditioning)
        try read(&framesPerSecond, .framesPerSecond)
        try read(&chunks, .chunks)
        try read(&continuesWithFrameInit, .continuesWithFrameInit)
        if values.contains(.frameInit) {
            frameInit = try values.decode(FrameInit?.self, forKey: .frameInit)
        }
        if values.contains(.layout) {
            layout = try values.decode(LayoutSource.self, forKey: .layout)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(width, forKey: .width)
        try values.encode(height, forKey: .height)
        try values.encode(frames, forKey: .frames)
        try values.encode(steps, forKey: .steps)
        try values.encode(eta, forKey: .eta)
        try values.encode(textGuidance, forKey: .textGuidance)
        try values.encode(imageGuidance, forKey: .imageGuidance)
        try values.encode(guidanceRescale, forKey: .guidanceRescale)
        try values.encode(frameStride, forKey: .frameStride)
        try values.encode(noise, forKey: .noise)
        try values.encode(noiseAlpha, forKey: .noiseAlpha)
        try values.encode(frameInit, forKey: .frameInit)
        try values.encode(conditioning, forKey: .conditioning)
        try values.encode(framesPerSecond, forKey: .framesPerSecond)
        if layout != .still { try values.encode(layout, forKey: .layout) }
        guard chunks > 1 else { return }
        try values.encode(chunks, forKey: .chunks)
        try values.encode(continuesWithFrameInit, forKey: .continuesWithFrameInit)
    }
}
