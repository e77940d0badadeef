import Benchmarks
import Checkpoints
import Generators

/// The first thing in which two plans differ, as a person would name it.
struct PlanDifference: Equatable {
    var what: String
    var first: String
    var second: String

    /// Nil for plans that make the same numbers.
    init?(_ first: RunPlan, _ second: RunPlan) throws {
        let found = try Self.aspects(first, second).first { $0.first != $0.second }
        if let found {
            self = found
        } else if try first.hash != second.hash {
            (what, self.first, self.second) = ("their plans", try first.hash, try second.hash)
        } else {
            return nil
        }
    }

    private init(_ what: String, _ first: String, _ second: String) {
        (self.what, self.first, self.second) = (what, first, second)
    }

    private static func aspects(_ first: RunPlan, _ second: RunPlan) throws -> [PlanDifference] {
        func aspect(_ what: String, _ text: (RunPlan) throws -> String) rethrows -> PlanDifference {
            PlanDifference(what, try text(first), try text(second))
        }
        func settings(_ plan: RunPlan) -> String {
            let settings = plan.suite.settings
            return "\(settings.width)×\(settings.height), \(settings.frames) frames, "
                + "\(settings.framesPerSecond) fps"
        }
        return [
            aspect("the suite") { "\($0.suite.id) \($0.suite.version)" },
            aspect("the protocol", settings),
            aspect("the suite's contents") { "\($0.suite.id), hash \($0.suite.hash.prefix(12))…" },
            aspect("the samples") { "\($0.selection.count): \($0.selection.joined(separator: ", "))" },
            aspect("the seeds") { SeedList.describe($0.seeds) },
            aspect("the weights") { $0.weights },
            aspect("the rows") { $0.variants.map(\.label).joined(separator: ", ") },
            try aspect("the generators' weights or settings") { plan in
                try plan.variants.map {
                    "\($0.label): \(try CanonicalJSON.text($0.generator))"
                }.joined(separator: "; ")
            },
            aspect("the video files") { $0.encoding }, aspect("the arithmetic") { $0.arithmetic },
            aspect("the metrics") { $0.metrics.map { "\($0.id) \($0.version)" }.joined(separator: ", ") },
            aspect("the metrics' weights", weights),
            aspect("the reference videos") {
                $0.reference.map { "\($0.title) \($0.hash.prefix(12))" } ?? "none"
            },
        ]
    }

    private static func weights(_ plan: RunPlan) -> String {
        plan.metrics.map { metric in
            let parts = metric.components.map { "\($0.extractor) \($0.weights.sha256.prefix(12))" }
            return "\(metric.id): \(metric.unavailable == nil ? parts.joined(separator: " ") : "unavailable")"
        }.joined(separator: "; ")
    }
}
