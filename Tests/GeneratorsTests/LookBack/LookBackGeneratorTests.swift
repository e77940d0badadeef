import Checkpoints
import Foundation
import Generators
import Media
import Networks
import Tensor
import Testing

/// The demo-size look-back model from first frame to bytes.
@Suite struct LookBackGeneratorTests {
    private static let model = Result { try LookBackModel.synthetic(.demo) }

    private func generator(_ change: (inout LookBackSettings) -> Void = { _ in }) throws -> LookBackGenerator
    {
        var settings = LookBackSettings.demo
        (settings.steps, settings.frames) = (2, 6)
        change(&settings)
        return try LookBackGenerator(model: Self.model.get(), settings: settings)
    }

    private func frames(_ generator: LookBackGenerator, seed: UInt64 = 5, prompt: String = "a square") throws
        -> [RGBImage]
    {
        let request = GenerationRequest(firstFrame: GeneratorTests.firstFrame, prompt: prompt, seed: seed)
        return try generator.generate(request) { _, _ in }.frames
    }

    @Test func bytesDoNotDependOnThreads() throws {
        let generator = try generator()
        let runs = try [1, 2, 3].map { threads in
            try Compute.$current.withValue(Compute(threads: threads)) { try frames(generator) }
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
        #expect(runs[0].count == 6 && Set(runs[0].flatMap(\.pixels)).count > 1)
    }

    @Test func everyPartOfARequestAndOfTheSettingsMatters() throws {
        let base = try frames(generator())
        #expect(try base == frames(generator()))
        #expect(try base != frames(generator(), seed: 6))
        #expect(try base != frames(generator(), prompt: "a circle"))
        #expect(try base != frames(generator(), prompt: ""))
        let changes: [(inout LookBackSettings) -> Void] = [
            { $0.initialization = .addNoise }, { $0.initialization = .inversion }, { $0.textGuidance = 1 },
            { $0.steps = 3 },
        ]
        for (index, change) in changes.enumerated() {
            let generator = try generator(change)
            #expect(try base != frames(generator), "change \(index)")
            #expect(try generator.identity != self.generator().identity, "change \(index)")
        }
    }

    @Test func theFirstFrameIsTheImageWhateverTheVideo() throws {
        let first = try frames(generator())[0]
        #expect(try frames(generator { $0.frames = 3 }, prompt: "another")[0] == first)
        #expect(try frames(generator { $0.steps = 4 })[0] == first)
        #expect(try frames(generator { $0.initialization = .addNoise })[0] != first)
    }

    @Test func longVideosStayFinite() throws {
        // A recurrence over frames must not blow up with the length of the video.
        let video = try frames(generator { $0.frames = 48 })
        #expect(video.count == 48)
        for frame in video { #expect(Set(frame.pixels).count > 8) }
    }

    @Test func costCountsForwards() throws {
        #expect(try generator().cost.forwards == 4)
        #expect(try generator { $0.textGuidance = 1 }.cost.forwards == 2)
        #expect(try generator { $0.initialization = .inversion }.cost.forwards == 5)
        #expect(try generator { $0.initialization = .inversion }.progressSteps == 4)
    }

    @Test func settingsAreCheckedAndSurviveJSON() throws {
        var settings = LookBackSettings()
        settings.initialization = .inversion
        let json = try JSONEncoder().encode(settings)
        #expect(try JSONDecoder().decode(LookBackSettings.self, from: json) == settings)
        let problems: [(String, (inout LookBackSettings) -> Void)] = [
            ("width", { $0.width = 63 }), ("frames", { $0.frames = 1 }), ("steps", { $0.steps = 0 }),
            ("text guidance", { $0.textGuidance = -1 }), ("frames per second", { $0.framesPerSecond = 0 }),
        ]
        for (name, change) in problems {
            let error = #expect(throws: GeneratorError.self) { try generator(change) }
            #expect("\(try #require(error))".hasPrefix("\(name): expected "))
        }
    }

    @Test func openingsSayWhatIsThere() throws {
        let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))
        let error = #expect(throws: CheckpointError.self) {
            try GeneratorRegistry.make("lookback", GeneratorSetup(weights: .official, locator: locator))
        }
        #expect("\(try #require(error))".contains("no weights of lookback_unet were published"))
        let made = try GeneratorRegistry.make("lookback", GeneratorSetup(weights: .demo, locator: locator))
        #expect(made.cost.width == 64 && made.title == "Look-back")
        #expect(made.identity.weights.count == 3)
    }

    @Test func foldersGiveTheSameVideoAsTheWeightsTheyWereWrittenFrom() throws {
        let configuration = try LookBackModel.demoConfiguration()
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("look-back \(UUID())").path
        let folder = try SyntheticModelFolder(
            path, configuration, shapes: SyntheticModelFolder.shapes(of: configuration, LookBackUNet.self))
        defer { folder.remove() }
        let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))
        let model = try LookBackModel.open(.path(path), size: .full, locator: locator)
        #expect(model.isDemoSize && Set(model.weights.map(\.sha256)).count == 3)
        #expect(
            try frames(LookBackGenerator(model: model, settings: generator().settings))
                == frames(generator()))
        try FileManager.default.removeItem(atPath: path + "/vae/config.json")
        let error = #expect(throws: GeneratorError.self) {
            try LookBackModel.open(.path(path), size: .full, locator: locator)
        }
        #expect("\(try #require(error))".contains("vae/config.json"))
    }

    /// The full configuration is Stable Diffusion 1.5's; its U-Net alone has more weights than a test may take.
    @Test func fullConfiguration() throws {
        let full = LookBackUNet.fullConfiguration
        #expect(full.textEncoder.hiddenSize == full.unet.crossAttentionDim)
        #expect(full.unet.blockOutChannels == [320, 640, 1280, 1280])
        let schedule = try DDIMSchedule(full.scheduler)
        #expect(schedule.finalAlpha == schedule.alphasCumprod[0])
        #expect(abs(schedule.alphasCumprod[999] - 0.00466009) < 1e-7)
    }
}
