import Checkpoints
import Generators
import Networks
import Synchronization
import Tensor
import TestSupport
import Testing

/// The sampling loop against one written with diffusers' schedulers, and its rules for frame 0.
@Suite struct LookBackSamplerTests {
    private static let config: LookBackConfig = {
        var config = LookBackConfig()
        (config.blockOutChannels, config.attentionHeadDim) = ([16, 24, 32], [2, 3, 4])
        (config.layersPerBlock, config.normNumGroups, config.crossAttentionDim) = (1, 8, 20)
        config.downBlockTypes = ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"]
        config.upBlockTypes = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]
        return config
    }()

    private static let clean = draw("lookback/first_latent", [1, 4, 1, 8, 8])
    private static let noise = draw("lookback/noise", [1, 4, 5, 8, 8])

    private func sampler(_ initialization: LookBackInitialization) throws -> LookBackSampler {
        var settings = LookBackSettings()
        (settings.frames, settings.steps, settings.textGuidance) = (5, 4, 3)
        settings.initialization = initialization
        return LookBackSampler(
            settings, schedule: try DDIMSchedule(LookBackUNet.fullConfiguration.scheduler))
    }

    private func latents(
        _ initialization: LookBackInitialization, isGuided: Bool = true, predictor: some FramePredictor,
        progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> Tensor {
        var random = InjectedNormals([Self.noise.values])
        let latents = try sampler(initialization)(
            firstLatent: Self.clean.channelsLast, prompt: draw("lookback/prompt", [1, 5, 20]),
            negativePrompt: isGuided ? draw("lookback/negative", [1, 5, 20]) : nil, predictor: predictor,
            random: &random, progress: progress)
        #expect(random.remaining == 0)
        return latents.channelsFirst
    }

    @Test(arguments: [
        ("hybrid", LookBackInitialization.hybrid, true), ("add_noise", .addNoise, true),
        ("inversion", .inversion, true), ("hybrid_without_prompt", .hybrid, false),
    ])
    func matchesItsGolden(name: String, initialization: LookBackInitialization, isGuided: Bool) throws {
        let goldens = try GoldenFile(fixture: "lookback_sampler.safetensors")
        let unet = try LookBackUNet.load(Self.config, from: SyntheticWeights())
        let closeness = Closeness(
            name, try latents(initialization, isGuided: isGuided, predictor: unet), goldens.tensor(name),
            tolerance: goldens.tensor(name + "/tolerance").values[0])
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func theCleanImageStaysInHybridInitialization() throws {
        let predictor = RecordingPredictor()
        let result = try latents(.hybrid, predictor: predictor)
        #expect(predictor.calls.count == 4 && predictor.calls.allSatisfy { !$0.holdsFirstFrame })
        #expect(predictor.calls.allSatisfy { $0.firstFrame == Self.clean.values })
        #expect(Self.firstFrame(result) == Self.clean.values)
        // The others start from the noise.
        #expect(predictor.calls[0].rest == Self.rest(Self.noise))
    }

    @Test func noiseIsTheSameInEveryStepOfAddNoise() throws {
        let predictor = RecordingPredictor()
        let result = try latents(.addNoise, predictor: predictor)
        let schedule = try sampler(.addNoise).schedule
        let levels = [751, 501, 251, 1].map { schedule.alphasCumprod[$0] } + [schedule.finalAlpha]
        let noise = Self.firstFrame(Self.noise)
        for (alpha, frame) in zip(levels, predictor.calls.map(\.firstFrame) + [Self.firstFrame(result)]) {
            let expected = zip(Self.clean.values, noise).map {
                alpha.squareRoot() * $0 + (1 - alpha).squareRoot() * $1
            }
            #expect(zip(frame, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        #expect(predictor.calls[0].rest == Self.rest(Self.noise))
    }

    @Test func inversionComesBackWhereThePredictionIsExact() throws {
        // A prediction that does not depend on the sample makes every step of DDIM reversible.
        let predictor = RecordingPredictor()
        var seen: [[Int]] = []
        let result = try latents(.inversion, isGuided: false, predictor: predictor) { seen.append([$0, $1]) }
        #expect(predictor.calls.allSatisfy { $0.holdsFirstFrame })
        #expect(predictor.calls.map(\.timestep) == [1, 251, 501, 751, 751, 501, 251, 1])
        #expect(predictor.calls.map(\.frames) == [1, 1, 1, 1, 5, 5, 5, 5])
        #expect(seen == (1...8).map { [$0, 8] })
        #expect(zip(Self.firstFrame(result), Self.clean.values).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(predictor.calls[4].rest == Self.rest(Self.noise))
    }

    @Test func progressMayStop() throws {
        #expect(throws: CancellationError.self) {
            try latents(.hybrid, predictor: RecordingPredictor()) { _, _ in throw CancellationError() }
        }
    }

    /// Frame 0 of channels-first latents.
    private static func firstFrame(_ latents: Tensor) -> [Float] {
        latents.channelsLast.reshaped([5, 8 * 8 * 4])[0..<1].reshaped([1, 8, 8, 4]).channelsFirst.values
    }

    private static func rest(_ latents: Tensor) -> [Float] {
        latents.channelsLast.reshaped([5, 8 * 8 * 4])[1..<5].values
    }
}

/// Predicts the same noise whatever it sees, and keeps what it saw.
private final class RecordingPredictor: FramePredictor {
    struct Call {
        var firstFrame: [Float]
        /// The other frames, channels last.
        var rest: [Float]
        var timestep: Int
        var frames: Int
        var holdsFirstFrame: Bool
    }

    private let recorded = Mutex<[Call]>([])
    var calls: [Call] { recorded.withLock { $0 } }

    func prepare(text: Tensor) -> Int { text.shape[0] }

    func predictNoise(sample: Tensor, text: Int, timestep: Int, holdsFirstFrame: Bool) -> Tensor {
        let frames = sample.reshaped(Array(sample.shape[1...]))
        let count = frames.shape[0]
        recorded.withLock {
            $0.append(
                Call(
                    firstFrame: frames[0..<1].channelsFirst.values, rest: frames[1..<count].values,
                    timestep: timestep, frames: count, holdsFirstFrame: holdsFirstFrame))
        }
        return draw("lookback/prediction", [1, count] + sample.shape[2...]).tiled(text)
    }
}
