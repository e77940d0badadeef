import Checkpoints
import Foundation
import Generators
import Testing

/// Options as generators declare them, and what becomes of them.
@Suite struct GeneratorOptionTests {
    private func make(_ id: String, _ options: GeneratorOptionValues) throws -> any BundledGenerator {
        let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))
        return try GeneratorRegistry.make(
            id, GeneratorSetup(weights: .synthetic(salt: ""), locator: locator, size: .demo, options: options)
        )
    }

    private func message(_ id: String, _ options: GeneratorOptionValues) throws -> String {
        let error = #expect(throws: GeneratorError.self) { try make(id, options) }
        #expect(error?.exitCode == 64)
        return "\(try #require(error))"
    }

    @Test func optionsChangeTheIdentity() throws {
        let values: [String: GeneratorOptionValues.Value] = [
            "preset": .text("paper"), "noise": .text("vanilla"), "frameinit-filter": .text("box"),
            "initialization": .text("inversion"), "tau": .integer(700), "filter-order": .integer(2),
            "steps": .integer(3), "frames": .integer(5), "width": .integer(72), "height": .integer(72),
            "frame-stride": .integer(2), "eta": .number(0.5), "text-guidance": .number(3),
            "image-guidance": .number(2), "guidance-rescale": .number(0.5), "alpha": .number(0.5),
            "ds": .number(0.5), "dt": .number(0.5), "fps": .number(4), "no-frameinit": .flag,
            "no-temporal-conditioning": .flag, "no-spatial-conditioning": .flag,
        ]
        for generator in GeneratorRegistry.all {
            let plain = try make(generator.id, GeneratorOptionValues()).identity
            for option in generator.options {
                guard let value = values[option.name] else { continue }
                var given = GeneratorOptionValues([option.name: value])
                if option.name == "filter-order" { given["frameinit-filter"] = .text("butterworth") }
                #expect(try make(generator.id, given).identity != plain, "\(generator.id) --\(option.name)")
            }
        }
    }

    @Test func declaredDefaultsAreTheDefaults() throws {
        let option = try #require(ConsistI2VGenerator.options.first { $0.name == "steps" })
        #expect(option.defaultValue == "50" && option.kind == .integer)
        #expect(LookBackGenerator.options.first { $0.name == "initialization" }?.defaultValue == "hybrid")
        for (option, generators) in GeneratorRegistry.options {
            #expect(option.help.hasSuffix(".") && !generators.isEmpty, "\(option.name)")
        }
        let steps = try #require(GeneratorRegistry.options.first { $0.option.name == "steps" })
        #expect(Set(steps.generators) == Set(GeneratorRegistry.ids))
    }

    @Test func strangersAndMisfitsAreRefused() throws {
        let stranger = try message("lookback", GeneratorOptionValues(["tau": .integer(5)]))
        #expect(stranger.contains("--tau") && stranger.contains("--initialization, --steps"))
        let kind = try message("lookback", GeneratorOptionValues(["steps": .text("many")]))
        #expect(kind.hasPrefix("--steps: expected a whole number, found many"))
        let choice = try message("lookback", GeneratorOptionValues(["initialization": .text("warm")]))
        #expect(choice.contains("hybrid, add_noise, inversion"))
        let contradiction = try message(
            "consisti2v", GeneratorOptionValues(["no-frameinit": .flag, "tau": .integer(5)]))
        #expect(contradiction == "--tau 5 has no meaning with --no-frameinit; leave one of them out.")
    }

    @Test func theUsersWishesGoOverTheSuitesAndTheSuitesOverTheModels() throws {
        let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))
        var setup = GeneratorSetup(
            weights: .synthetic(salt: ""), locator: locator, size: .demo,
            format: VideoFormat(frames: 8, width: 48, height: 48, framesPerSecond: 6),
            prescribed: GeneratorOptionValues([
                "steps": .integer(7), "frame-stride": .integer(1), "text-guidance": .number(3),
                "preset": .text("paper"), "unheard-of": .flag,
            ]), options: GeneratorOptionValues(["steps": .integer(4)]))
        let made = try #require(try GeneratorRegistry.make("consisti2v", setup) as? ConsistI2VGenerator)
        var expected = ConsistI2VSettings(preset: .demo)
        (expected.frames, expected.width, expected.height, expected.framesPerSecond) = (8, 48, 48, 6)
        (expected.steps, expected.frameStride, expected.textGuidance, expected.noiseAlpha) = (4, 1, 3, 1.5)
        #expect(made.settings == expected)
        // A protocol for larger models does not change the size of a demo-size model.
        setup.format?.width = 256
        let kept = try GeneratorRegistry.make("lookback", setup)
        #expect(kept.settings.format.width == 64 && kept.settings.format.frames == 16)
    }
}
