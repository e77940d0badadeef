import ArgumentParser
import Benchmarks
import Checkpoints
import Generators
import Metrics
import Runner
import Tensor

extension DemoCommand {
    /// `i2vbench demo validate`
    struct Validate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what metrics make of clips that are spoilt by degrees.",
            discussion: """
                Clips of the toy world get noise, blur, jitter, another order, a stand-still, frames or words of \
                another clip. The table says of every metric whether its value goes the way it should: at every \
                step (yes), from the first to the last degree alone (at the end), or not (no).

                With --generator the demo's generator makes videos of the same first frames, and the table compares \
                them with copies of the first frame, with their own frames in another order, and with noise.
                """)

        @Option(
            name: .customLong("metrics"),
            help: ArgumentHelp("Metrics by id (default: all that make a claim).", valueName: "a,b"))
        var metrics = ""

        @Option(
            help: "Clips in each category that are spoilt; metrics of sets compare with twice as many others."
        )
        var clips = 4

        @Flag(help: "Judge the demo's generator instead of the metrics.")
        var generator = false

        @OptionGroup(title: "Computing") var computing: ComputeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...64).contains(clips) else {
                throw ValidationError("--clips must be 1 to 64, found \(clips).")
            }
            guard !generator || metrics.isEmpty else {
                throw ValidationError("--generator has metrics of its own; leave --metrics out.")
            }
        }

        func run() throws {
            let validation = try MetricValidation(
                locator: .standard, suites: try SuiteRegistry(), clipsPerCategory: clips)
            if generator { return try judge(validation) }
            let claims = try chosen()
            let progress = output.progress("sets of clips", total: MetricValidation.setCount(claims))
            let table = try Compute.$current.withValue(computing.compute) {
                try validation.table(claims) { progress.update(done: $0) }
            }
            progress.finish("\(table.rows.count) rows")
            print(output.json ? try jsonText(table) : table.markdown)
        }

        /// Settings are the demo suite's.
        private func judge(_ validation: MetricValidation) throws {
            let progress = output.progress("videos", total: validation.generatedCount)
            let table = try Compute.$current.withValue(computing.compute) {
                try validation.generatorTable(
                    ConsistI2VGenerator(model: .demo(), settings: ConsistI2VSettings(preset: .demo))
                ) { progress.update(done: $0) }
            }
            progress.finish("\(table.rows.count) sets of \(table.videos) videos")
            print(output.json ? try jsonText(table) : table.markdown)
        }

        private func chosen() throws -> [ValidationClaim] {
            let ids = HarnessOptions.list(metrics)
            let known = Set(ValidationClaim.all.map(\.metric))
            if let stranger = ids.first(where: { !known.contains($0) }) {
                throw ValidationError(
                    "No claim is made about “\(stranger)”; there are \(known.sorted().joined(separator: ", "))."
                )
            }
            return ids.isEmpty ? ValidationClaim.all : ValidationClaim.all.filter { ids.contains($0.metric) }
        }
    }
}
