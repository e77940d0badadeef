import Statistics

extension RunComparison {
    /// The comparison as blocks: all videos first, then every metric by category.
    public var document: Document {
        Document(
            [.heading(1, "Comparison of \(name(run)) with \(name(baselineRun))"), .paragraph(explanation)]
                + (notices.isEmpty
                    ? [] : [.notice([.strong("Not alike. "), .text(notices.joined(separator: " "))])])
                + (findings.isEmpty
                    ? [
                        .paragraph([
                            "No video of one run belongs to a video of the other, so nothing was compared."
                        ])
                    ]
                    : pairs.flatMap(section))
                + unpaired + provenance)
    }

    private func name(_ run: MeasuredRun) -> String {
        "run \(run.content.provenance.run ?? "?") on \(run.content.suite.title)"
    }

    private var explanation: [Span] {
        let drawn = PairedPermutationTest()
        let percent = NumberFormat.exact(bootstrap.level * 100).droppingZeroFraction
        return [
            .text(
                "Videos of the same sample and seed are compared. Difference: first less second, with its "
                    + "\(percent) % interval (BCa bootstrap over source samples, \(bootstrap.resamples) resamples, seed "
                    + "\(bootstrap.seed)). "),
            .text(
                "d: the mean difference over the standard deviation of differences between samples (Cohen's d "
            ),
            .text(
                "of paired values). Higher in: share of pairs with the higher first value, ties counting half. p: "
                    + "two-sided sign permutation of paired scores, the seeds of a sample together (all patterns up to "
                    + "\(drawn.exactLimit) samples that differ, else \(drawn.draws) draws, seed \(drawn.seed)); for "
                    + "values of sets a paired delete-block jackknife with Student's t. p values carry Holm's correction: "
                    + "those over all videos as one family, those of categories as another. Bold: "
                    + "p < \(NumberFormat.exact(Comparison.level))."),
        ]
    }

    private func section(_ pair: Pair) -> [Block] {
        let own = findings.filter { $0.variant == pair.variant && $0.baseline == pair.baseline }
        guard !own.isEmpty else { return [] }
        let metrics = run.content.metrics.filter { metric in own.contains { $0.metric == metric.id } }
        let title =
            pair.variant == pair.baseline ? pair.variant : "\(pair.variant) and \(pair.baseline)"
        let categorised = metrics.filter { metric in
            own.contains { $0.metric == metric.id && $0.category != nil }
        }
        return [
            .heading(2, title),
            .table(
                table(
                    pair, "All videos.", first: "Metric",
                    metrics.compactMap { metric in
                        own.first { $0.metric == metric.id && $0.category == nil }.map {
                            (ReportSections.title(metric) + ReportSections.unit(metric), $0, metric)
                        }
                    })),
        ]
            + categorised.map { metric in
                .table(
                    table(
                        pair, ReportSections.title(metric) + ReportSections.unit(metric) + " by category.",
                        first: "Category",
                        own.filter { $0.metric == metric.id && $0.category != nil }.map {
                            ($0.category ?? "", $0, metric)
                        }))
            }
    }

    private func table(
        _ pair: Pair, _ title: String, first: String, _ rows: [(String, PairedFinding, ReportContent.Metric)]
    ) -> Table {
        let names =
            pair.variant == pair.baseline
            ? ["First run", "Second run"] : [pair.variant, pair.baseline]
        let label = Labels.caption(
            rows.flatMap { [warning(run, pair.variant, $0.2), warning(baselineRun, pair.baseline, $0.2)] })
        return Table(
            caption: [.strong(title), .text(label.text)],
            columns: [.init(first)]
                + [names[0], names[1], "Difference", "Interval", "d", "Higher in, %", "p", "Pairs"].map {
                    .init($0, .trailing)
                },
            rows: rows.map { row(title: $0.0, $0.1, $0.2, pair, marks: label.marks) })
    }

    private func warning(_ run: MeasuredRun, _ title: String, _ metric: ReportContent.Metric)
        -> ReportContent.WeightClass?
    {
        Labels.warning([run.content.variants.first { $0.title == title }?.weights, metric.weights])
    }

    private func row(
        title: String, _ finding: PairedFinding, _ metric: ReportContent.Metric, _ pair: Pair, marks: Bool
    ) -> [Table.Cell] {
        func mark(_ run: MeasuredRun, _ title: String) -> String {
            marks ? Labels.mark(warning(run, title, metric)) : ""
        }
        let interval = finding.interval.map { NumberFormat.interval($0.lower, $0.upper, of: metric) }
        let p = finding.adjustedPValue
        return [
            Table.Cell(title),
            Table.Cell(NumberFormat.cell(finding.mean, of: metric), suffix: mark(run, pair.variant)),
            Table.Cell(
                NumberFormat.cell(finding.baselineMean, of: metric), suffix: mark(baselineRun, pair.baseline)),
            Table.Cell(
                NumberFormat.signed(finding.difference, of: metric),
                emphasis: finding.isSignificant ? .best : .none),
            Table.Cell(interval ?? NumberFormat.missing),
            Table.Cell(NumberFormat.fixed(finding.effect?.standardised, decimals: 2)),
            Table.Cell(NumberFormat.fixed(finding.effect?.superiority, decimals: 0, scale: 100)),
            Table.Cell(p < 0.001 ? "< 0.001" : NumberFormat.fixed(p, decimals: 3)),
            Table.Cell("\(finding.pairs)"),
        ]
    }

    private var unpaired: [Block] {
        guard !gaps.isEmpty || !apart.isEmpty else { return [] }
        return [.heading(2, "Not compared")]
            + (apart.isEmpty
                ? []
                : [
                    .list(
                        apart.map { rows in
                            let names =
                                rows.variant == rows.baseline
                                ? "“\(rows.variant)”" : "“\(rows.variant)” and “\(rows.baseline)”"
                            return [.text("\(names): \(rows.reason).")]
                        }), .paragraph([.text(ReportSections.rankingRule)]),
                ])
            + (gaps.isEmpty ? [] : [.list(gaps.map { [.code($0.metric), .text(": \($0.reason).")] })])
    }

    private var provenance: [Block] {
        [.heading(2, "Provenance")]
            + [run, baselineRun].flatMap { run -> [Block] in
                let facts = run.content.provenance
                return [
                    .paragraph([
                        .strong("Run \(facts.run ?? "?"): "),
                        .text("\(facts.codeVersion), \(facts.date), made by:"),
                    ]),
                    .literal(facts.command),
                ]
            }
    }
}
