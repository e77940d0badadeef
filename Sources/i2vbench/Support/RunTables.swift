import Reports
import Statistics

/// The tables of a run as commands print them on standard output.
struct RunTables {
    let report: Report

    private var content: ReportContent { report.content }

    /// One line for every metric, one column for every variant: means over videos, N, and what to know about them.
    var summary: String {
        var table = ConsoleTable(
            [.init("metric"), .init("better")] + content.variants.map { .init($0.title, isNumber: true) } + [
                .init("N", isNumber: true)
            ])
        for metric in content.metrics {
            let groups = content.variants.map { report.aggregates.group(variant: $0.id, metric: metric.id) }
            let cells = zip(content.variants, groups).map { variant, group in
                cell(group?.summary.mean, of: metric, variant: variant)
            }
            let counts = Set(groups.compactMap { $0?.summary.count }).sorted()
            table.rows.append(
                [metric.id, Self.arrow(metric.direction)] + cells
                    + [counts.isEmpty ? "0" : counts.map(String.init).joined(separator: "–")])
        }
        return ([table.text] + notes).joined(separator: "\n")
    }

    /// One line for every video.
    var perVideo: String {
        let several = content.variants.count > 1
        let seeded = content.variants.contains { !$0.seeds.isEmpty }
        var table = ConsoleTable(
            [.init("video")] + (several ? [.init("variant")] : [])
                + (seeded ? [.init("seed", isNumber: true)] : [])
                + content.metrics.map { .init($0.title, isNumber: true) })
        let variants = Dictionary(uniqueKeysWithValues: content.variants.map { ($0.id, $0) })
        for (video, scores) in grouped {
            guard let variant = variants[video.variant] else { continue }
            let cells = content.metrics.map { metric in
                cell(scores[metric.id]?.value, of: metric, variant: variant)
            }
            table.rows.append(
                [video.sample] + (several ? [variant.title] : [])
                    + (seeded ? [video.seed.map(String.init) ?? ""] : []) + cells)
        }
        return table.text
    }

    private var grouped: [(ReportContent.VideoKey, [String: ReportContent.Score])] {
        var order: [ReportContent.VideoKey] = []
        var scores: [ReportContent.VideoKey: [String: ReportContent.Score]] = [:]
        for score in content.scores {
            if scores[score.video] == nil { order.append(score.video) }
            scores[score.video, default: [:]][score.metric] = score
        }
        return order.map { ($0, scores[$0] ?? [:]) }
    }

    /// The value as reports print it, with the mark of weights whose numbers mean nothing outside this program.
    private func cell(_ value: Double?, of metric: ReportContent.Metric, variant: ReportContent.Variant)
        -> String
    {
        guard let value else { return NumberFormat.missing }
        let text = NumberFormat.fixed(value, decimals: metric.decimals, scale: metric.scale)
        return text + Self.mark(metric.weights, variant.weights)
    }

    private static func mark(_ weights: ReportContent.WeightClass?...) -> String {
        weights.contains(.synthetic) ? "†" : weights.contains(.demo) ? "‡" : ""
    }

    private static func arrow(_ direction: ReportContent.Direction) -> String {
        switch direction {
        case .higher: "↑"
        case .lower: "↓"
        case .neither: ""
        }
    }

    private var notes: [String] {
        let classes = content.metrics.map(\.weights) + content.variants.map(\.weights)
        var lines: [String] = []
        if classes.contains(.synthetic) {
            lines.append("† made with synthetic weights: the number means nothing")
        }
        if classes.contains(.demo) { lines.append("‡ made with demo weights") }
        return lines + unavailable + skips + failures
    }

    /// Metrics that lack the same file share a line.
    private var unavailable: [String] {
        var reasons: [String] = []
        var metrics: [String: [String]] = [:]
        for metric in content.metrics {
            guard let unavailable = metric.unavailable else { continue }
            let text = "\(unavailable.reason) \(unavailable.remedy)"
            if metrics[text] == nil { reasons.append(text) }
            metrics[text, default: []].append(metric.id)
        }
        return reasons.map { "unavailable: \((metrics[$0] ?? []).joined(separator: ", ")): \($0)" }
    }

    private var skips: [String] {
        content.metrics.compactMap { metric -> String? in
            let gaps = content.setGaps.filter { $0.metric == metric.id }
            guard let first = gaps.first(where: \.isFailure) ?? gaps.first else { return nil }
            return "\(metric.id) \(first.isFailure ? "failed" : "was skipped"): \(first.reason)"
        }
            + content.metrics.compactMap { metric -> String? in
                let skipped = content.scores.filter { $0.metric == metric.id && $0.status == .skipped }
                guard let first = skipped.first else { return nil }
                return "\(metric.id) was skipped for \(skipped.count) of the videos: \(first.reason ?? "")"
            }
    }

    private var failures: [String] {
        content.failures.map { "failed: \($0.video.sample) (\($0.video.variant)), \($0.stage): \($0.reason)" }
    }
}
