import ArgumentParser
import Benchmarks
import Foundation

/// `i2vbench demo`: the toy world behind the demo suite.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Draw clips of the demo suite's toy world, or show what the metrics see in them.",
        subcommands: [Render.self, Validate.self])
}

extension DemoCommand {
    /// `i2vbench demo render`
    struct Render: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write clips with captions, labels and exact optical flow.",
            discussion: """
                Clips depend on category, split and number alone: the same ones come out on every machine. The \
                folder can be used as it is: i2vbench run folder, i2vbench score.
                """)

        @Option(help: "Which half of the toy world: train or test. They share no clip.")
        var split = DemoSplit.test

        @Option(help: "Clips in each category.")
        var count = 4

        @Option(help: "Number of the first clip of each category.")
        var seed = 0

        @Option(
            help: ArgumentHelp(
                "Frames in each clip, 2 to 256; the suite's number if not given.", valueName: "n"))
        var frames: Int?

        @Option(
            name: .customLong("category"),
            help: ArgumentHelp("Only this category; may be repeated.", valueName: "name"))
        var categories: [String] = []

        @Option(name: .shortAndLong, help: ArgumentHelp("Folder to write to.", valueName: "dir"))
        var out: String

        @Option(help: "mp4 (H.264), png (a folder of pictures a clip) or npz (uint8 array).")
        var format = DemoExport.Format.mp4

        @Flag(help: "Add optical flow and visibility, flow/CATEGORY/NAME.npz.")
        var flow = false

        @Flag(help: "Add boxes around what can be seen of each labelled object, boxes/CATEGORY/NAME.npz.")
        var boxes = false

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard count > 0 else { throw ValidationError("--count must be at least 1, found \(count).") }
            guard seed >= 0, count <= split.seeds.count, seed <= split.seeds.count - count else {
                throw ValidationError(
                    "--seed must leave room for --count clips in 0 ..< \(split.seeds.count), found \(seed).")
            }
            guard (2...256).contains(frames ?? 2) else {
                throw ValidationError("--frames must be 2 to 256, found \(frames ?? 0).")
            }
            if let stranger = categories.first(where: { !DemoClip.categories.contains($0) }) {
                throw ValidationError(
                    "No category is called “\(stranger)”; there are \(DemoClip.categories.joined(separator: ", "))."
                )
            }
        }

        func run() async throws {
            let suite = try SuiteRegistry().suite("demo")
            var settings = suite.protocolSettings
            settings.frames = frames ?? settings.frames
            let export = DemoExport(
                split: split, categories: categories.isEmpty ? DemoClip.categories : categories,
                firstNumber: seed, clipsPerCategory: count, format: format, includesFlow: flow,
                includesBoxes: boxes, settings: settings)
            let progress = output.progress("clips", total: export.clipCount)
            try await export.write(
                to: out, workers: ProcessInfo.processInfo.activeProcessorCount
            ) { done in progress.update(done: done) }
            progress.finish("\(export.clipCount) written")
            let manifest = "\(out)/manifest.jsonl"
            if output.json {
                let result = ["manifest": manifest, "clips": "\(export.clipCount)"]
                print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
            } else {
                print(manifest)
            }
        }
    }
}

extension DemoSplit: ExpressibleByArgument {}
extension DemoExport.Format: ExpressibleByArgument {}
