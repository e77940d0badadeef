import ArgumentParser
import Checkpoints
import Foundation
import Generators
import Media
import Runner
import Tensor

/// `i2vbench generate`: one video from one image and one prompt.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a video from an image and a prompt.",
        discussion: """
            The same image, prompt, seed and settings give the same file on any number of threads.
            """)

    @Option(help: "First frame: an image in any common format, or a video, whose first frame counts.")
    var image: String

    @Option(help: "What happens in the video; some generators do without.")
    var prompt: String?

    @Option(help: "Id of the generator; see `list generators`.")
    var generator = ConsistI2VGenerator.id

    @Option(help: "What the video should stay away from.")
    var negativePrompt = ""

    @Option(help: "Seed of the random numbers.")
    var seed: UInt64 = 0

    @Option(name: .shortAndLong, help: "Video to write: .mp4 (H.264), .mkv (lossless) or a folder (PNG).")
    var output: String

    @Option(help: "A diffusers folder, or official, demo, synthetic or synthetic:SALT.")
    var weights = "official"

    @Option(help: "Model size for synthetic weights: full or demo.")
    var size: GeneratorSize?

    @Option(help: "Constant rate factor of H.264, 0 (best) to 51.")
    var crf = 10.0

    @Flag(help: "Store frames without loss: .mkv or a folder.")
    var lossless = false

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func validate() throws {
        guard (0...51).contains(crf) else {
            throw ValidationError("--crf must be from 0 to 51, found \(crf).")
        }
    }

    func run() throws {
        try Compute.$current.withValue(computing.compute) { try generate() }
    }

    private func generate() throws {
        let encoding = try chosenEncoding()
        let generator = try makeGenerator()
        let firstFrame = try MediaDecoder().image(at: image)
        let format = generator.settings.format
        let label = Self.label(generator.identity.weights)
        messages.note("\(format.frames) frames of \(format.width)×\(format.height), \(label)")
        for warning in generator.settings.warnings { messages.note("warning: \(warning)") }
        // Opened first, so that an output that cannot be written is known before the work is done.
        let writer = try VideoWriter(
            path: output, width: format.width, height: format.height,
            frameRate: FrameRate(format.framesPerSecond), encoding: encoding, comment: "Made with \(label).")
        let interruption = Interruption()
        let watch = SignalWatch(interruption) { [messages] in
            messages.note("stopping after this step; no video is written")
        }
        let progress = messages.progress("denoising step", total: generator.progressSteps)
        defer { progress.stop() }
        let video = try generator.generate(
            GenerationRequest(
                firstFrame: firstFrame, prompt: prompt ?? "", negativePrompt: negativePrompt, seed: seed)
        ) { done, _ in
            progress.update(done: done)
            try interruption.check()
        }
        withExtendedLifetime(watch) {}
        for frame in video.frames { try writer.append(frame) }
        try writer.finish()
        progress.stop()
        try report(video, generator: generator, label: label)
    }

    private func makeGenerator() throws -> any BundledGenerator {
        let type = try GeneratorRegistry.generator(generator)
        if prompt == nil, type.descriptor.needsPrompt {
            throw ValidationError("the generator \(type.id) needs a text: give --prompt, empty if need be.")
        }
        return try GeneratorRegistry.make(
            generator,
            GeneratorSetup(
                weights: WeightChoice(weights), locator: .standard, size: size, options: sampling.values))
    }

    private func chosenEncoding() throws -> VideoEncoding {
        guard let encoding = VideoEncoding(path: output, quality: crf) else {
            throw ValidationError(
                "\(output): use .mp4 (H.264), .mkv (lossless) or a folder name (PNG, lossless).")
        }
        if lossless, case .h264 = encoding {
            throw ValidationError(
                "\(output) would be compressed with loss; with --lossless use .mkv or a folder name.")
        }
        return encoding
    }

    /// `synthetic weights`, `demo weights`, …: what a reader of the numbers must know.
    private static func label(_ weights: [WeightIdentity]) -> String {
        let provenances = Provenance.allCases.filter { provenance in
            weights.contains { $0.provenance == provenance }
        }
        return provenances.map { "\($0.rawValue) weights" }.joined(separator: " and ")
    }

    private func report(_ video: GeneratedVideo, generator: any BundledGenerator, label: String) throws {
        guard messages.json else {
            print(output)
            let stages = ["encode", "text", "load", "denoise", "decode"].compactMap { stage in
                video.seconds[stage].map { "\(stage) \(ProgressReporter.duration($0))" }
            }
            messages.note("\(output): \(label); \(stages.joined(separator: ", "))")
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let result = GenerationReport(
            output: output, generator: self.generator, seed: seed, prompt: prompt ?? "",
            negativePrompt: negativePrompt, settings: generator.settings,
            weights: generator.identity.weights, seconds: video.seconds)
        print(String(decoding: try encoder.encode(result), as: UTF8.self))
    }
}

/// What `--json` prints.
private struct GenerationReport: Encodable {
    var output: String
    var generator: String
    var seed: UInt64
    var prompt: String
    var negativePrompt: String
    var settings: any GeneratorSettings
    var weights: [WeightIdentity]
    var seconds: [String: Double]

    enum CodingKeys: String, CodingKey {
        case output, generator, seed, prompt, settings, weights, seconds
        case negativePrompt = "negative_prompt"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(output, forKey: .output)
        try fields.encode(generator, forKey: .generator)
        try fields.encode(seed, forKey: .seed)
        try fields.encode(prompt, forKey: .prompt)
        try fields.encode(negativePrompt, forKey: .negativePrompt)
        try fields.encode(settings, forKey: .settings)
        try fields.encode(weights, forKey: .weights)
        try fields.encode(seconds, forKey: .seconds)
    }
}

extension GeneratorSize: ExpressibleByArgument {}
