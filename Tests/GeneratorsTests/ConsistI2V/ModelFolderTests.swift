import Checkpoints
import Foundation
import Generators
import Media
import Networks
import TestSupport
import Testing

/// Models opened from a folder in the published layout.
@Suite struct ModelFolderTests {
    static let locator = WeightLocator(environment: [:], home: URL(fileURLWithPath: "/nowhere"))

    private func newPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("model \(UUID())").path
    }

    private func demoFolder() throws -> SyntheticModelFolder {
        let configuration = try ConsistI2VModel.demoConfiguration()
        return try SyntheticModelFolder(
            newPath(), configuration, shapes: SyntheticModelFolder.shapes(of: configuration))
    }

    private func bytes(_ model: ConsistI2VModel) throws -> [UInt8] {
        var settings = ConsistI2VSettings(preset: .demo)
        (settings.steps, settings.frames) = (2, 4)
        let generator = try ConsistI2VGenerator(model: model, settings: settings)
        let request = GenerationRequest(
            firstFrame: GeneratorTests.firstFrame, prompt: "a square", seed: 3)
        return try generator.generate(request) { _, _ in }.frames.flatMap(\.pixels)
    }

    private func open(_ path: String) throws -> ConsistI2VModel {
        try ConsistI2VModel.open(.path(path), size: .full, locator: Self.locator)
    }

    @Test func folderGivesTheSameVideoAsTheWeightsItWasWrittenFrom() throws {
        let folder = try demoFolder()
        defer { folder.remove() }
        let model = try open(folder.path)
        #expect(model.configuration == (try ConsistI2VModel.demoConfiguration()))
        #expect(model.weights.map(\.provenance) == [.synthetic, .synthetic, .synthetic])
        #expect(Set(model.weights.map(\.sha256)).count == 3)
        #expect(try bytes(model) == bytes(.synthetic(.demo)))
    }

    @Test(arguments: ["unet/config.json", "scheduler/scheduler_config.json"])
    func absentAndBrokenConfigurationsAreNamed(file: String) throws {
        let folder = try demoFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/\(file)"
        try Data("{".utf8).write(to: URL(fileURLWithPath: path))
        let broken = #expect(throws: GeneratorError.self) { try open(folder.path) }
        #expect("\(try #require(broken))".hasPrefix("\(path): expected a JSON object"))
        try FileManager.default.removeItem(atPath: path)
        let absent = #expect(throws: GeneratorError.self) { try open(folder.path) }
        #expect("\(try #require(absent))".contains("no such file"))
    }

    @Test func absentWeightsAreUnavailable() throws {
        let folder = try demoFolder()
        defer { folder.remove() }
        try FileManager.default.removeItem(atPath: folder.path + "/text_encoder/model.safetensors")
        let error = #expect(throws: CheckpointError.self) { try open(folder.path) }
        #expect(try #require(error).exitCode == 69)
        let official = #expect(throws: CheckpointError.self) {
            try ConsistI2VModel.open(.official, size: .full, locator: Self.locator)
        }
        #expect(try #require(official).exitCode == 69)
        #expect("\(try #require(official))".contains("TIGER-Lab/ConsistI2V"))
    }

    @Test func weightsOfAnotherNetworkAreRefused() throws {
        let folder = try demoFolder()
        defer { folder.remove() }
        let unet = folder.path + "/unet/diffusion_pytorch_model.safetensors"
        try FileManager.default.removeItem(atPath: unet)
        try FileManager.default.copyItem(
            atPath: folder.path + "/vae/diffusion_pytorch_model.safetensors", toPath: unet)
        let model = try open(folder.path)
        let error = #expect(throws: CheckpointError.self) { try bytes(model) }
        #expect(try #require(error).exitCode == 65)
    }

    /// One step of the published size from a folder on disk. Writes 6.7 GB, so it runs when asked for.
    @Test(
        .enabled(
            if: SharedParity.isAvailable
                && ProcessInfo.processInfo.environment["I2VBENCH_FULL_SIZE"] == "1"))
    func publishedSizeFitsInMemory() throws {
        var shapes: [ConsistI2VModel.Component: SyntheticModelFolder.Shapes] = [:]
        for (component, file) in [
            (ConsistI2VModel.Component.unet, "consisti2v_unet_keys.json"),
            (.autoencoder, "vae_keys.json"), (.textEncoder, "text_encoder_keys.json"),
        ] {
            let json = try Data(contentsOf: URL(fileURLWithPath: SharedParity.path("specs/\(file)")))
            shapes[component] = try JSONDecoder().decode([String: [Int]].self, from: json)
        }
        let folder = try SyntheticModelFolder(newPath(), ConsistI2VUNet.fullConfiguration, shapes: shapes)
        defer { folder.remove() }
        var settings = ConsistI2VSettings()
        settings.steps = 1
        let generator = try ConsistI2VGenerator(model: open(folder.path), settings: settings)
        let request = GenerationRequest(
            firstFrame: GeneratorTests.firstFrame, prompt: "a square", seed: 3)
        let video = try generator.generate(request) { _, _ in }
        #expect(video.frames.count == 16)
        #expect(video.frames.allSatisfy { $0.width == 256 && $0.height == 256 })
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print("peak \(usage.ru_maxrss / 1024) MiB, \(video.seconds)")
        #expect(usage.ru_maxrss < 12 << 20)
    }
}
