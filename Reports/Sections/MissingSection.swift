extension ReportSections {
    /// Metrics and scores that are absent on purpose or for want of a file.
    var notComputed: [Block] {
        let rows = unavailableRows + skippedRows + gapRows
        guard !rows.isEmpty else { return [] }
        return [
            .heading(2, "Not computed"),
            .table(
                Table(
                    caption: [.text("What is missing, why, and what brings it.")],
                    columns: [
                        .init("Metric"), .init("Videos", .trailing), .init("Status"), .init("Why"),
                        .init("What to do"),
                    ],
                    rows: rows)),
        ]
    }

    private var unavailableRows: [[Table.Cell]] {
        content.metrics.compactMap { metric in
            metric.unavailable.map {
                [
                    Table.Cell(metric.title), "all", "unavailable", Table.Cell($0.reason),
                    Table.Cell($0.remedy),
                ]
            }
        }
    }

    /// Scores without a value that did not fail, grouped by metric, status and reason.
    private var skippedRows: [[Table.Cell]] {
        content.metrics.filter { $0.unavailable == nil }.flatMap { metric -> [[Table.Cell]] in
            let missing = content.scores.filter {
                $0.metric == metric.id && ($0.status == .skipped || $0.status == .unavailable)
            }
            let reasons = Set(missing.map { [$0.status.rawValue, $0.reason ?? ""] })
                .sorted { $0.lexicographicallyPrecedes($1) }
            return reasons.map { key in
                let members = missing.filter { [$0.status.rawValue, $0.reason ?? ""] == key }
                return [
                    Table.Cell(metric.title), Table.Cell("\(members.count)"), Table.Cell(key[0]),
                    Table.Cell(key[1].isEmpty ? NumberFormat.missing : key[1]),
                    Table.Cell(NumberFormat.missing),
                ]
            }
        }
    }

    /// Metrics of sets without a value, by metric and reason.
    private var gapRows: [[Table.Cell]] {
        content.metrics.flatMap { metric -> [[Table.Cell]] in
            let gaps = content.setGaps.filter { $0.metric == metric.id && !$0.isFailure }
            return gaps.map { gap in
                let title = content.variants.first { $0.id == gap.variant }?.title ?? gap.variant
                return [
                    Table.Cell(metric.title), Table.Cell("all of “\(title)”"), "skipped",
                    Table.Cell(gap.reason), Table.Cell(NumberFormat.missing),
                ]
            }
        }
    }

    /// Videos that could not be made and scores that could not be computed.
    var failures: [Block] {
        let rows = failureRows + failedSets
        guard !rows.isEmpty else { return [] }
        let shown = rows.prefix(Self.printedFailures)
        let rest = rows.count - shown.count
        let more = rest > 0 ? " The first \(shown.count) of \(rows.count); all are in `report.json`." : ""
        return [
            .heading(2, "Failures"),
            .table(
                Table(
                    caption: [
                        .text(
                            "What failed; running the same command again retries it. Means leave these videos out."
                                + more)
                    ],
                    columns: [
                        .init("Sample"), .init("Category"), .init("Variant"), .init("Seed", .trailing),
                        .init("Stage"), .init("What happened"),
                    ],
                    rows: Array(shown))),
        ]
    }

    /// Failed scores of a video that failed as a whole, or whose failure is listed already, are not repeated.
    private var allFailures: [ReportContent.Failure] {
        let metrics = Set(content.metrics.map(\.id))
        let whole = Set(content.failures.filter { !metrics.contains($0.stage) }.map(\.video))
        let scores = content.scores.filter { score in
            score.status == .failed && !whole.contains(score.video)
                && !content.failures.contains { $0.video == score.video && $0.stage == score.metric }
        }
        return content.failures
            + scores.map { .init(video: $0.video, stage: $0.metric, reason: $0.reason ?? "no reason given") }
    }

    var failedSets: [[Table.Cell]] {
        content.setGaps.filter(\.isFailure).map { gap in
            let title = content.variants.first { $0.id == gap.variant }?.title ?? gap.variant
            return [
                "all", "all", Table.Cell(title), Table.Cell(NumberFormat.missing), Table.Cell(gap.metric),
                Table.Cell(gap.reason),
            ]
        }
    }

    var failureRows: [[Table.Cell]] {
        let titles = Dictionary(
            content.variants.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first })
        return allFailures.map { failure in
            [
                Table.Cell([.code(failure.video.sample)]), Table.Cell(failure.video.category),
                Table.Cell(titles[failure.video.variant] ?? failure.video.variant),
                Table.Cell(failure.video.seed.map { "\($0)" } ?? NumberFormat.missing),
                Table.Cell(failure.stage), Table.Cell(failure.reason),
            ]
        }
    }
}
