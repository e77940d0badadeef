extension ReportSections {
    /// What a reader needs to make the same numbers again.
    var provenance: [Block] {
        let provenance = content.provenance
        return [
            .heading(2, "Provenance"), .list(facts), .paragraph(["Made again by:"]),
            .literal(provenance.command),
        ]
            + weights + metricSources + deviations
    }

    private var facts: [[Span]] {
        let provenance = content.provenance
        let settings = content.suite.protocolSettings.map { "\($0.name) \($0.value)" }
        let seeds = provenance.seeds.map { "\($0)" }
        var facts: [[Span]] = [
            [.strong("Suite: "), .code(content.suite.id), .text(", version \(content.suite.version)")],
            [
                .strong("Protocol: "),
                .text(settings.isEmpty ? "as found in the files" : settings.joined(separator: ", ")),
            ],
            [
                .strong("Seeds: "),
                .text(seeds.isEmpty ? "none, the videos came finished" : seeds.joined(separator: ", ")),
            ],
            [.strong("Code: "), .text(provenance.codeVersion)],
            [.strong("Machine: "), .text(provenance.machine)],
            [.strong("Date: "), .text(provenance.date)],
        ]
        if let run = provenance.run { facts.append([.strong("Run: "), .code(run)]) }
        return facts
    }

    private var weights: [Block] {
        guard !content.provenance.weights.isEmpty else { return [] }
        return [
            .table(
                Table(
                    caption: [.strong("Weights.")],
                    columns: [.init("Network"), .init("Kind"), .init("Name"), .init("SHA-256")],
                    rows: content.provenance.weights.map {
                        [
                            Table.Cell([.code($0.component)]),
                            Table.Cell($0.weightClass.rawValue + Labels.mark($0.weightClass)),
                            Table.Cell([.code($0.name)]), Table.Cell([.code($0.sha256)]),
                        ]
                    }))
        ]
    }

    private var metricSources: [Block] {
        guard !content.metrics.isEmpty else { return [] }
        return [
            .table(
                Table(
                    caption: [.strong("Metrics.")],
                    columns: [
                        .init("Metric"), .init("Id"), .init("Version", .trailing), .init("Better"),
                        .init("Weights"), .init("Source"),
                    ],
                    rows: content.metrics.map {
                        [
                            Table.Cell($0.title), Table.Cell([.code($0.id)]), Table.Cell("\($0.version)"),
                            Table.Cell($0.direction.rawValue),
                            Table.Cell(
                                $0.weights.map { $0.rawValue + Labels.mark($0) } ?? "none needed"),
                            Table.Cell($0.source),
                        ]
                    }))
        ]
    }

    private var deviations: [Block] {
        let deviations = content.provenance.deviations
        guard !deviations.isEmpty else { return [] }
        return [
            .paragraph([.strong("Departures from the published protocol:")]),
            .list(deviations.map { [.text($0)] }),
        ]
    }
}
