extension ReportSections {
    /// Tables of papers with our values above theirs. The ablation's stands in the ablation table, unless the run is on
    /// the paper's own suite.
    var publishedTables: [Block] {
        guard let published = content.published else { return [] }
        let run = MeasuredRun(content, aggregates)
        let tables = published.tables.filter { table in
            table.id != PublishedResults.TableID.ablation || table.suites.contains(content.suite.id)
        }
        guard !tables.isEmpty else { return [] }
        return [.heading(2, "Beside published results")]
            + tables.map { .table(PaperTable($0, of: published, runs: [run]).block) }
    }

    /// How rows of other people's numbers are called.
    static func published(_ name: String) -> String { "\(name) (published)" }
}
