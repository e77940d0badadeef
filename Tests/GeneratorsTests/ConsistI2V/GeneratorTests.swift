import Checkpoints
import Foundation
import Generators
import Media
import Networks
import Tensor
import Testing

/// The demo-size model from first frame to bytes.
@Suite struct GeneratorTests {
    /// A gradient with a bright square.
    static let firstFrame: RGBImage = {
        var pixels: [UInt8] = []
        for y in 0..<48 {
            for x in 0..<64 {
                let isSquare = (20..<36).contains(x) && (12..<28).contains(y)
                pixels += isSquare ? [250, 240, 20] : [UInt8(x * 4), UInt8(y * 5), 90]
            }
        }
        return RGBImage(width: 64, height: 48, pixels: pixels)
    }()

    static let model = Result { try ConsistI2VModel.synthetic(.demo) }

    private func generator(_ change: (inout ConsistI2VSettings) -> Void = { _ in }) throws
        -> ConsistI2VGenerator
    {
        var settings = ConsistI2VSettings(preset: .demo)
        (settings.steps, settings.frames) = (2, 6)
        change(&settings)
        return try ConsistI2VGenerator(model: Self.model.get(), settings: settings)
    }

    private func bytes(_ generator: any VideoGenerator, seed: UInt64 = 5, prompt: String = "a square")
        throws -> [UInt8]
    {
        let request = GenerationRequest(firstFrame: Self.firstFrame, prompt: prompt, seed: seed)
        return try generator.generate(request) { _, _ in }.frames.flatMap(\.pixels)
    }

    @Test func bytesDoNotDependOnThreads() throws {
        let generator = try generator()
        let runs = try [1, 2, 3].map { threads in
            try Compute.$current.withValue(Compute(threads: threads)) { try bytes(generator) }
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] == runs[2])
        #expect(Set(runs[0]).count > 1)
    }

    @Test func everyPartOfARequestMatters() throws {
        let base = try bytes(generator())
        #expect(base.count == 6 * 64 * 64 * 3)
        #expect(try base == bytes(generator()))
        #expect(try base != bytes(generator(), seed: 6))
        #expect(try base != bytes(generator(), prompt: "a circle"))
        let changes: [(inout ConsistI2VSettings) -> Void] = [
            { $0.frameInit = nil }, { $0.conditioning.spatial = false },
            { $0.conditioning.temporal = false }, { $0.eta = 0.5 }, { $0.imageGuidance = 2 },
            { $0.guidanceRescale = 0.7 }, { $0.noise = .vanilla }, { $0.noise = .progressive },
            { $0.noiseAlpha = 1.5 }, { $0.frameStride = 2 }, { $0.textGuidance = 1 },
        ]
        for (index, change) in changes.enumerated() {
            let generator = try generator(change)
            #expect(try base != bytes(generator), "change \(index)")
            #expect(try generator.identity != self.generator().identity, "change \(index)")
        }
    }

    @Test func ablationsShareTheModel() throws {
        let generator = try generator()
        let rows = try Ablation.paperRows.map { try generator.ablated($0) }
        #expect(rows[0].identity == generator.identity)
        #expect(Set(rows.map(\.identity)).count == 4)
        #expect(rows.compactMap { ($0 as? ConsistI2VGenerator)?.ablation } == Ablation.paperRows)
        #expect(rows.allSatisfy { ($0 as? ConsistI2VGenerator)?.model === generator.model })
    }

    @Test func progressCountsStepsAndMayStop() throws {
        let generator = try generator()
        let request = GenerationRequest(firstFrame: Self.firstFrame, prompt: "", seed: 1)
        var seen: [[Int]] = []
        let video = try generator.generate(request) { seen.append([$0, $1]) }
        #expect(seen == [[1, 2], [2, 2]])
        #expect(Set(video.seconds.keys) == ["encode", "text", "load", "denoise", "decode"])
        #expect(video.framesPerSecond == 8)
        #expect(throws: CancellationError.self) {
            try generator.generate(request) { _, _ in throw CancellationError() }
        }
    }

    @Test func identityTellsWeightsAndModel() throws {
        let identity = try generator().identity
        #expect(identity.weights.map(\.provenance) == [.synthetic, .synthetic, .synthetic])
        #expect(identity.settings["steps"] == "2")
        #expect(identity.settings["model"]?.contains("block_out_channels") == true)
        let salted = try ConsistI2VGenerator(
            model: .synthetic(.demo, salt: "other"), settings: generator().settings)
        #expect(salted.identity != identity)
    }

    @Test func costCountsForwards() throws {
        #expect(try generator().cost.forwards == 4)
        #expect(try generator { $0.imageGuidance = 2 }.cost.forwards == 6)
        #expect(try generator { $0.textGuidance = 1 }.cost.forwards == 2)
        let full = try ConsistI2VGenerator(model: .synthetic(.full), settings: ConsistI2VSettings())
        #expect(abs(full.cost.flopsPerForward / 5.439e12 - 1) < 2e-3)
        #expect(abs(full.cost.necessaryFlopsPerForward / 4.327e12 - 1) < 2e-3)
    }

    @Test func registryKnowsItsGenerators() throws {
        #expect(GeneratorRegistry.ids == ["consisti2v", "lookback"])
        let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))
        let setup = GeneratorSetup(weights: .demo, locator: locator)
        let made = try GeneratorRegistry.make("consisti2v", setup)
        #expect(made.cost.width == 64)
        #expect(throws: GeneratorError.unknownGenerator(id: "consist", known: GeneratorRegistry.ids)) {
            try GeneratorRegistry.make("consist", setup)
        }
    }
}
