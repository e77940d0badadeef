import Checkpoints
import Foundation
import Generators
import Media
import Networks
import Tensor
import TestSupport
import Testing

/// Stable Diffusion at a tiny size against the diffusers package (versions in `text_to_image.json`).
@Suite struct TextToImageTests {
    /// Configurations and tolerances of the goldens.
    private struct Case: Decodable {
        var unet: StableDiffusionUNetConfig
        var vae: AutoencoderConfig
        var textEncoder: TextEncoderConfig
        var scheduler: DDIMSchedulerConfig
        var tolerances: [String: Float]

        enum CodingKeys: String, CodingKey {
            case unet, vae, scheduler, tolerances
            case textEncoder = "text_encoder"
        }
    }

    private let golden: GoldenFile
    private let example: Case

    init() throws {
        golden = try GoldenFile(fixture: "text_to_image.safetensors")
        let url = try #require(Bundle.module.resourceURL).appendingPathComponent(
            "Fixtures/text_to_image.json")
        example = try JSONDecoder().decode(Case.self, from: Data(contentsOf: url))
    }

    private func compare(_ name: String, _ actual: Tensor) {
        let closeness = Closeness(
            name, actual, golden.tensor(name), tolerance: example.tolerances[name] ?? 0)
        #expect(closeness.holds, "\(closeness)")
        print(closeness)
    }

    private func unet() throws -> StableDiffusionUNet {
        try loadWeights("sd_unet", from: SyntheticWeights()) {
            try StableDiffusionUNet(example.unet, weights: $0)
        }
    }

    @Test func unetMatchesDiffusers() throws {
        let network = try unet()
        let text = draw("t2i/text", [2, 7, 48])
        compare(
            "unet.out",
            try network(
                sample: draw("t2i/sample", [2, 4, 8, 12]).channelsLast, text: network.prepare(text: text),
                timestep: 681
            ).channelsFirst)
        compare(
            "unet.out_odd_size",
            try network(
                sample: draw("t2i/odd", [1, 4, 6, 10]).channelsLast,
                text: network.prepare(text: text[0..<1]), timestep: 21
            ).channelsFirst)
    }

    /// Names and shapes that diffusers' class has at the published size.
    @Test func publishedSizeHasThePublishedNames() throws {
        let url = try #require(Bundle.module.resourceURL)
        let keys = try KeyTable(url.appendingPathComponent("Fixtures/sd21_base_unet_keys.json").path)
        #expect(keys.parameterCount == 865_910_724)
        #expect(NetworkRegistry.all.first { $0.id == "sd_unet" }?.parameters == keys.parameterCount)
        _ = try loadWeights("sd_unet", from: keys) {
            try StableDiffusionUNet(StableDiffusionUNetConfig(), weights: $0)
        }
    }

    /// Guidance copies share what comes before the first text attention.
    @Test func oneSampleServesSeveralPrompts() throws {
        let network = try unet()
        let (text, sample) = (draw("t2i/text", [2, 7, 48]), draw("t2i/odd", [1, 4, 6, 10]).channelsLast)
        let together = try network(sample: sample, text: network.prepare(text: text), timestep: 21)
        let apart = try (0..<2).map {
            try network(sample: sample, text: network.prepare(text: text[$0..<$0 + 1]), timestep: 21)
        }
        #expect(together.values == apart[0].values + apart[1].values)
    }

    @Test(arguments: ["pndm", "ddim"])
    func samplersMatchDiffusers(name: String) throws {
        var config = example.scheduler
        if name == "ddim" { (config.samplerClass, config.skipsRungeKutta) = (nil, nil) }
        var sampler = try ImageSampler(DDIMSchedule(config), config, steps: 6)
        #expect(sampler.timesteps == golden.integers("\(name).timesteps"))
        var sample = draw("t2i/x", [1, 4, 4, 6])
        for index in sampler.timesteps.indices {
            sample = sampler.step(sample, prediction: draw("t2i/eps\(index)", [1, 4, 4, 6]), index: index)
            compare("\(name).x\(index)", sample)
        }
    }

    private func model(_ sampler: String) throws -> TextToImageGenerator.Model {
        var configuration = TextToImageGenerator.Model.Configuration(
            unet: example.unet, autoencoder: example.vae, textEncoder: example.textEncoder,
            scheduler: example.scheduler)
        if sampler == "ddim" {
            (configuration.scheduler.samplerClass, configuration.scheduler.skipsRungeKutta) = (nil, nil)
        }
        let ids: [String: [Int32]] = ["prompt": [998, 5, 17, 230, 401, 7, 999], "": [998, 999]]
        return try TextToImageGenerator.Model(
            configuration,
            sources: Dictionary(
                uniqueKeysWithValues: DiffusionComponent.allCases.map { ($0, SyntheticWeights()) })
        ) { text in
            let tokens = ids[text] ?? []
            return tokens + [Int32](repeating: 0, count: 77 - tokens.count)
        }
    }

    @Test(arguments: ["pndm", "ddim"])
    func pipelineMatchesDiffusers(sampler: String) throws {
        var settings = TextToImageSettings()
        (settings.steps, settings.width, settings.height) = (5, 96, 64)
        let generator = try TextToImageGenerator(model: model(sampler), settings: settings)
        var random = InjectedNormals([draw("t2i/latents", [1, 4, 8, 12]).values])
        let latents = try generator.latents(of: "prompt", negativePrompt: "", random: &random)
        compare("\(sampler).latents", latents.channelsFirst)
        let image = try generator.image(of: golden.tensor("\(sampler).latents").channelsLast)
        let expected = golden.tensor("\(sampler).image").values.map {
            Int(($0 * 255).rounded(.toNearestOrEven))
        }
        #expect(image.width == 96 && image.height == 64)
        #expect(zip(image.pixels, expected).allSatisfy { abs(Int($0) - $1) <= 1 })
        let exact = zip(image.pixels, expected).filter { Int($0) == $1 }.count
        #expect(exact * 1000 > expected.count * 995)
    }

    @Test func seedsTextsAndSettingsMatter() throws {
        let model = try TextToImageGenerator.Model.synthetic(.demo)
        func pixels(
            seed: UInt64 = 1, prompt: String = "a ball",
            _ change: (inout TextToImageSettings) -> Void = { _ in }
        ) throws -> [UInt8] {
            var settings = TextToImageSettings()
            settings.steps = 3
            change(&settings)
            return try TextToImageGenerator(model: model, settings: settings)(prompt: prompt, seed: seed)
                .pixels
        }
        let base = try pixels()
        #expect(base.count == 64 * 64 * 3)
        #expect(try pixels() == base)
        #expect(try pixels(seed: 2) != base)
        #expect(try pixels(prompt: "a cube") != base)
        #expect(try pixels { $0.guidance = 1 } != base)
        #expect(try pixels { $0.steps = 4 } != base)
        #expect(try pixels { $0.width = 96 }.count == 96 * 64 * 3)
    }

    @Test func settingsOutOfRangeAreRefused() throws {
        let model = try TextToImageGenerator.Model.synthetic(.demo)
        let changes: [(inout TextToImageSettings) -> Void] = [
            { $0.steps = 0 }, { $0.steps = 1000 }, { $0.guidance = -1 }, { $0.guidance = .nan },
            { $0.width = 65 }, { $0.height = 0 },
        ]
        for change in changes {
            var settings = TextToImageSettings()
            change(&settings)
            #expect(throws: GeneratorError.self) {
                try TextToImageGenerator(model: model, settings: settings)
            }
        }
    }

    @Test func partsOfDifferentModelsAreRefused() throws {
        for change in [
            { $0.autoencoder.latentChannels = 16 }, { $0.textEncoder.hiddenSize = 32 },
        ] as [(inout TextToImageGenerator.Model.Configuration) -> Void] {
            var configuration = try model("pndm").configuration
            change(&configuration)
            let sources = DiffusionComponent.allCases.map { ($0, SyntheticWeights() as any WeightSource) }
            let model = try TextToImageGenerator.Model(
                configuration, sources: Dictionary(uniqueKeysWithValues: sources)
            ) { _ in [] }
            #expect(throws: GeneratorError.self) { try TextToImageGenerator(model: model) }
        }
    }

    @Test func otherSchedulersAreRefusedByName() {
        for (key, change) in [
            ("_class_name", { $0.samplerClass = "EulerDiscreteScheduler" }),
            ("skip_prk_steps", { $0.skipsRungeKutta = false }),
            ("prediction_type", { $0.predictionType = "v_prediction" }),
        ] as [(String, (inout DDIMSchedulerConfig) -> Void)] {
            var config = DDIMSchedulerConfig.stableDiffusion
            change(&config)
            let error = #expect(throws: GeneratorError.self) { try DDIMSchedule(config) }
            #expect(error?.description.contains(key) == true)
        }
    }
}
