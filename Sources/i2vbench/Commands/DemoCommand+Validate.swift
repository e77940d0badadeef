import ArgumentParser
import Benchmarks
import Checkpoints
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
                """)

        @Option(
            name: .customLong("metrics"),
            help: ArgumentHelp("Metrics by id (default: all that make a claim).", valueName: "a,b"))
        var metrics = ""

        @Option(
            help: "Clips in each category that are spoilt; metrics of sets compare with twice as many others."
        )
        var clips = 4

        @OptionGroup(title: "Computing") var computing: ComputeOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard (1...64).contains(clips) else {
                throw ValidationError("--clips must be 1 to 64, found \(clips).")
            }
        }

        func run() throws {
            let claims = try chosen()
            let validation = try MetricValidation(
                locator: .standard, suites: try SuiteRegistry(), clipsPerCategory: clips)
            let progress = output.progress("sets of clips", total: MetricValidation.setCount(claims))
            let table = try Compute.$current.withValue(computing.compute) {
                try validation.table(claims) { progress.update(done: $0) }
            }
            progress.finish("\(table.rows.count) rows")
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
