/// The tables of papers over several runs, such as a table whose columns belong to two suites.
public struct PaperDocument: Sendable {
    private let runs: [MeasuredRun]
    private let results: PublishedResults

    /// - Parameter results: the tables to fill; those that none of the runs has a number for are left out.
    public init(_ runs: [MeasuredRun], results: PublishedResults = .bundled) {
        self.runs = runs
        self.results = results
    }

    /// Title, what the runs are, and every table.
    public var document: Document {
        let tables = tables
        return Document(
            [.heading(1, "Tables of papers"), .list(runs.map(description))]
                + (tables.isEmpty ? [.paragraph(["None of the tables has a metric of these runs."])] : [])
                + tables.map { .table($0) })
    }

    /// In the order in which the papers print them.
    public var tables: [Table] {
        results.tables.filter { table in
            runs.contains { run in
                let scored = Set(run.aggregates.all.map(\.metric))
                return results.relevant(toSuite: run.content.suite.id, metrics: scored).contains(table.id)
            }
        }
        .sorted { place($0) < place($1) }
        .map { PaperTable($0, of: results, runs: runs).block }
    }

    private func place(_ table: PublishedTable) -> (Int, Int) {
        (results.sources.firstIndex { $0.id == table.source } ?? 0, Int(table.number) ?? 0)
    }

    private func description(_ run: MeasuredRun) -> [Span] {
        let content = run.content
        return [
            .strong("Run \(content.provenance.run ?? "?")"),
            .text(
                ": \(content.suite.title), version \(content.suite.version), "
                    + "\(content.suite.samples) samples; "),
            .code(content.provenance.command),
        ]
    }
}
