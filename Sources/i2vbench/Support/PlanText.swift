import Benchmarks
import Checkpoints
import Foundation
import Runner

/// A resolved plan as `--dry-run` prints it.
struct PlanText {
    let plan: RunPlan
    let estimate: PlanEstimate

    init(_ plan: RunPlan, _ estimate: PlanEstimate) {
        self.plan = plan
        self.estimate = estimate
    }

    var text: String {
        var lines = [
            "suite      \(plan.suite.id) \(plan.suite.version): \(plan.suite.title)",
            "samples    \(estimate.samples)",
        ]
        for (index, variant) in plan.variants.enumerated() {
            let weights = Self.label(variant)
            lines.append("\(index == 0 ? "variants " : "         ")  \(variant.label)\(weights)")
        }
        if plan.variants.contains(where: { $0.kind == .generated }) {
            lines.append("seeds      \(SeedList.describe(plan.seeds))")
            lines.append("files      \(plan.encoding)")
            if let asked = plan.prescribed {
                lines.append(
                    "size       \(Self.form(plan.suite.settings)); the suite asks for \(Self.form(asked))")
            }
        }
        for (index, metric) in plan.metrics.enumerated() {
            lines.append("\(index == 0 ? "metrics  " : "         ")  \(metric.id)\(Self.label(metric))")
        }
        lines += [
            "videos     \(estimate.videos), of which \(estimate.missingVideos) are missing",
            "scores     \(estimate.scores), of which \(estimate.missingScores) are missing",
            "time       about \(ProgressReporter.duration(estimate.generationSeconds)) to generate, "
                + "\(ProgressReporter.duration(estimate.scoringSeconds)) to score",
            "memory     about \(Self.size(estimate.memory))", "disk       about \(Self.size(estimate.disk))",
        ]
        return lines.joined(separator: "\n")
    }

    private static func form(_ settings: SuiteProtocol) -> String {
        "\(settings.width)×\(settings.height), \(settings.frames) frames"
    }

    private static func label(_ variant: PlannedVariant) -> String {
        guard variant.kind == .generated else { return "" }
        return " (\(variant.provenance) weights)"
    }

    private static func label(_ metric: PlannedMetric) -> String {
        if let unavailable = metric.unavailable {
            return " unavailable: \(unavailable.reason) \(unavailable.remedy)"
        }
        return metric.provenance.map { " (\($0.rawValue) weights)" } ?? ""
    }

    /// `1.5 GiB`, `20 MiB`.
    static func size(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return String(format: value < 10 && unit > 0 ? "%.1f" : "%.0f", value) + " " + units[unit]
    }
}
