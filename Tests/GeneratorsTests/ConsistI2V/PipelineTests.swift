import Generators
import Media
import Networks
import Tensor
import TestSupport
import Testing

/// One line of the pipeline case list.
struct PipelineCase: Sendable, CustomStringConvertible {
    let tag: String
    let imageGuidance: Double
    let textGuidance: Double
    let hasFrameInit: Bool
    let tolerance: Float

    var description: String { tag }

    func settings(steps: Int = 4) -> ConsistI2VSettings {
        var settings = ConsistI2VSettings()
        (settings.width, settings.height, settings.frames) = (128, 64, 6)
        settings.steps = steps
        (settings.textGuidance, settings.imageGuidance) = (textGuidance, imageGuidance)
        if !hasFrameInit { settings.frameInit = nil }
        return settings
    }

    static let text = PipelineCase(
        tag: "text_cfg_frameinit", imageGuidance: 1, textGuidance: 7.5, hasFrameInit: true,
        tolerance: 4e-3)

    static let all = [
        text,
        PipelineCase(
            tag: "both_cfg_frameinit", imageGuidance: 1.5, textGuidance: 7.5, hasFrameInit: true,
            tolerance: 3e-3),
        PipelineCase(
            tag: "no_cfg_no_frameinit", imageGuidance: 1, textGuidance: 1, hasFrameInit: false,
            tolerance: 3e-4),
    ]
}

/// The whole sampler with tiny networks against the released pipeline.
@Suite(.enabled(if: SharedParity.isAvailable)) struct PipelineTests {
    static let individual = [1, 4, 6, 8, 16]

    private func goldens() throws -> GoldenFile { try GoldenFile(shared: "pipeline.safetensors") }

    private func noises(_ names: [String]) -> InjectedNormals {
        InjectedNormals(
            names.map { name in
                switch name {
                case "vae_noise": draw("pipeline/vae_noise", [1, 4, 8, 16]).values
                case "base", "base1": draw("pipeline/\(name)", [1, 4, 1, 8, 16]).values
                default: draw("pipeline/\(name)", Self.individual).values
                }
            })
    }

    private func sample(
        _ model: TinyModel, _ settings: ConsistI2VSettings, firstLatent: Tensor,
        random: inout InjectedNormals
    ) throws -> Tensor {
        let sampler = ConsistI2VSampler(settings, schedule: try DDIMSchedule())
        let start = ConsistI2VSampler.Start(
            firstLatent: firstLatent, prompt: try model.embed([998, 5, 17, 230, 401, 7, 999]),
            negativePrompt: try model.embed([998, 999]))
        return try sampler(start, predictor: model.unet, random: &random)
    }

    private func firstLatent(_ model: TinyModel, random: inout InjectedNormals) throws -> Tensor {
        let image = unit("pipeline/image", [1, 3, 64, 128]).channelsLast
        return try model.autoencoder.latents(of: image, random: &random)
    }

    @Test(arguments: PipelineCase.all)
    func latentsMatchReference(example: PipelineCase) throws {
        let model = try TinyModel()
        var random = noises(["vae_noise", "base", "ind"])
        let first = try firstLatent(model, random: &random)
        let latents = try sample(model, example.settings(), firstLatent: first, random: &random)
        let closeness = Closeness(
            example.tag, latents.channelsFirst, try goldens().tensor("\(example.tag).latents"),
            tolerance: example.tolerance)
        #expect(closeness.holds, "\(closeness)")
        #expect(random.remaining == 0)
        print(closeness)
    }

    @Test func decodedFramesMatchReference() throws {
        let model = try TinyModel()
        let golden = try goldens()
        let latents = golden.tensor("text_cfg_frameinit.latents").channelsLast
        let video = latents.reshaped([6, 8, 16, 4])
        let decoded = Tensor.stacked([video[0..<1], video[3..<4]].map { model.autoencoder.decode($0) })
        let expected = golden.tensor("text_cfg_frameinit.video_frames_0_3").channelsLast
        let closeness = Closeness(
            "video", StableDiffusionAutoencoder.unitRange(decoded).reshaped(expected.shape), expected,
            tolerance: 1e-4)
        #expect(closeness.holds, "\(closeness)")
        let bytes = model.autoencoder.frames(of: latents)[3].pixels
        let truncated = expected[0..<1].reshaped([2, -1])[1..<2].values.map { UInt8($0 * 255) }
        #expect(zip(bytes, truncated).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(bytes.count == truncated.count)
    }

    @Test func continuationMatchesReference() throws {
        let model = try TinyModel()
        var random = noises(["vae_noise", "base", "ind", "base1", "ind1"])
        let settings = PipelineCase.text.settings(steps: 3)
        let first = try firstLatent(model, random: &random)
        let opening = try sample(model, settings, firstLatent: first, random: &random)
        let last = opening.reshaped([6, 8, 16, 4])[5..<6].reshaped([1, 1, 8, 16, 4])
        let continuation = try sample(model, settings, firstLatent: last, random: &random)
        let joined = Tensor.stacked([
            opening.reshaped([6, 8, 16, 4])[0..<5], continuation.reshaped([6, 8, 16, 4]),
        ]).reshaped([1, 11, 8, 16, 4])
        let closeness = Closeness(
            "autoregress", joined.channelsFirst, try goldens().tensor("autoregress.latents"),
            tolerance: 2e-3)
        #expect(closeness.holds, "\(closeness)")
        print(closeness)
    }
}
