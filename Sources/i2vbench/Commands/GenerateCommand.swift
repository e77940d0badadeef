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

            First frame: the shorter side of the image is resized to the video's height (bilinear, no antialiasing) \
            and the middle is cut out. A camera's first frame takes its place; so does that of --layout-video where \
            there is no --image. With --first-frame generate Stable Diffusion paints it, from the same seed.

            Long videos (--chunks): finished chunks are kept in a hidden folder beside the output until it is \
            complete. After Ctrl-C or a crash the same command goes on with the next chunk, and the file is the same \
            as without the interruption.

            Examples:
              i2vbench generate --image duck.png --prompt "a duck swims" -o duck.mp4
              i2vbench generate --image duck.png --prompt "a duck swims" --chunks 3 -o long.mp4
              i2vbench generate --image wide.png --prompt "a coast" --camera pan_right -o pan.mp4
              i2vbench generate --image door.png --prompt "a door" --camera perspective \\
                --points "0,0>40,20 256,0>256,0 256,256>256,256 0,256>40,236" -o turn.mp4
              i2vbench generate --first-frame generate --prompt "a red balloon" -o balloon.mp4
            """)

    @OptionGroup(title: "First frame") var first: FirstFrameOptions

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

    @Option(
        help: ArgumentHelp(
            "Also write the layout of --camera or --layout-video, to be looked at.", valueName: "file"))
    var saveLayout: String?

    @Option(
        help: ArgumentHelp(
            "Also write frames of the video, and of its layout, on one picture (PNG).", valueName: "file"))
    var contactSheet: String?

    @OptionGroup(title: "Sampling") var sampling: SamplingOptions
    @OptionGroup(title: "Computing") var computing: ComputeOptions
    @OptionGroup(title: "Computing") var sharing: BatchOptions
    @OptionGroup(title: "Messages") var messages: OutputOptions

    func validate() throws {
        guard (0...51).contains(crf) else {
            throw ValidationError("--crf must be from 0 to 51, found \(crf).")
        }
        let hasLayoutVideo = sampling.values["layout-video"] != nil
        if first.image == nil, first.firstFrame == .image, !hasLayoutVideo {
            throw ValidationError(
                "--image is missing: give the first frame, a --layout-video that has one, or --first-frame generate."
            )
        }
        if first.firstFrame == .generate, prompt == nil {
            throw ValidationError("--first-frame generate needs a --prompt to paint.")
        }
        if saveLayout != nil, !hasLayoutVideo, sampling.values["camera"] == nil {
            throw ValidationError("--save-layout has no meaning without --camera or --layout-video.")
        }
    }

    func run() throws {
        try Compute.$current.withValue(computing.compute) { try generate() }
    }

    private func generate() throws {
        let encoding = try chosenEncoding(output)
        let layoutEncoding = try saveLayout.map(chosenEncoding)
        let generator = try makeGenerator()
        let painter = try first.imageGenerator(weights: weights, size: size)
        let given = try first.image.map { try MediaDecoder().image(at: $0) }
        if let width = given?.width ?? painter?.width, let height = given?.height ?? painter?.height {
            try generator.firstFrameCheck?(width, height)
        }
        let format = generator.settings.format
        let weights = generator.identity.weights + (painter?.model.weights ?? [])
        let label = Self.label(weights)
        messages.note("\(generator.cost.frames) frames of \(format.width)×\(format.height), \(label)")
        for warning in generator.settings.warnings { messages.note("warning: \(warning)") }
        // Opened first, so that an output that cannot be written is known before the work is done.
        let writer = try VideoWriter(
            path: output, width: format.width, height: format.height,
            frameRate: FrameRate(format.framesPerSecond), encoding: encoding, comment: "Made with \(label).")
        let layouts = generator as? any LayoutShowingGenerator
        guard let image = try given ?? paint(with: painter) ?? layouts?.layoutFirstFrame else {
            throw ValidationError("--image is missing: the generator \(self.generator) needs a first frame.")
        }
        let layout = layouts?.layout(for: image)
        if let saveLayout, let layout {
            try VideoWriter.write(
                layout, to: saveLayout, frameRate: FrameRate(format.framesPerSecond), encoding: layoutEncoding
            )
        }
        let request = GenerationRequest(
            firstFrame: image, prompt: prompt ?? "", negativePrompt: negativePrompt, seed: seed)
        var sheet = FrameSheet(count: generator.cost.frames, layout: layout)
        let video = try make(request, with: generator) { frame in
            try writer.append(frame)
            sheet.append(frame)
        }
        try writer.finish()
        try (generator as? any StreamingGenerator)?.discardParts(of: output)
        if let contactSheet { try sheet.write(to: contactSheet, label: label) }
        try report(video, generator: generator, weights: weights, label: label)
    }

    /// Makes the video, handing on every frame as soon as it is final.
    private func make(
        _ request: GenerationRequest, with generator: any BundledGenerator, frame: (RGBImage) throws -> Void
    ) throws -> GeneratedVideo {
        let streaming = generator as? any StreamingGenerator
        let finished = try streaming?.finishedParts(request, output: output) ?? 0
        if finished > 0 { messages.note("going on after chunk \(finished), which an earlier run has left") }
        let interruption = Interruption()
        let watch = SignalWatch(interruption) { [messages] in
            messages.note("stopping after this step; the same command goes on after the last finished chunk")
        }
        defer { withExtendedLifetime(watch) {} }
        let progress = messages.progress("denoising step", total: generator.progressSteps)
        defer { progress.stop() }
        func advance(_ done: Int, _ steps: Int) throws {
            progress.update(done: done)
            try interruption.check()
        }
        if let streaming {
            return try streaming.generate(request, output: output, progress: advance, frame: frame)
        }
        let video = try generator.generate(request, progress: advance)
        for image in video.frames { try frame(image) }
        return video
    }

    /// The first frame out of the prompt; nil where none is to be made.
    private func paint(with painter: TextToImageGenerator?) throws -> RGBImage? {
        guard let painter, let prompt else { return nil }
        let interruption = Interruption()
        let watch = SignalWatch(interruption) { [messages] in messages.note("stopping after this step") }
        defer { withExtendedLifetime(watch) {} }
        let progress = messages.progress("first frame, step", total: painter.steps)
        defer { progress.stop() }
        let image = try painter(prompt: prompt, negativePrompt: negativePrompt, seed: seed) { done, _ in
            progress.update(done: done)
            try interruption.check()
        }
        if let path = first.saveFirstFrame { try PNGWriter.write(image, to: path) }
        return image
    }

    private func makeGenerator() throws -> any BundledGenerator {
        let type = try GeneratorRegistry.generator(generator)
        if prompt == nil, type.descriptor.needsPrompt {
            throw ValidationError("the generator \(type.id) needs a text: give --prompt, empty if need be.")
        }
        var options = sampling.values
        if first.image == nil, first.firstFrame == .image { options["layout-first-frame"] = .flag }
        return try GeneratorRegistry.make(
            generator,
            GeneratorSetup(
                weights: WeightChoice(weights), locator: .standard, size: size, options: options,
                batch: sharing.batch))
    }

    private func chosenEncoding(_ path: String) throws -> VideoEncoding {
        guard let encoding = VideoEncoding(path: path, quality: crf) else {
            throw ValidationError(
                "\(path): use .mp4 (H.264), .mkv (lossless) or a folder name (PNG, lossless).")
        }
        if lossless, case .h264 = encoding {
            throw ValidationError(
                "\(path) would be compressed with loss; with --lossless use .mkv or a folder name.")
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

    private func report(
        _ video: GeneratedVideo, generator: any BundledGenerator, weights: [WeightIdentity], label: String
    ) throws {
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
            negativePrompt: negativePrompt, settings: generator.settings, weights: weights,
            seconds: video.seconds, peakMemory: ProcessMemory.peak)
        print(String(decoding: try encoder.encode(result), as: UTF8.self))
    }
}

extension GeneratorSize: ExpressibleByArgument {}
