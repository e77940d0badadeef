import Foundation

/// The result tables of the papers whose models and metrics are implemented here.
public struct PublishedResults: Sendable, Codable, Equatable {
    /// A paper.
    public struct Source: Sendable, Codable, Equatable {
        public var id: String
        public var title: String
        /// Where to find it, such as an arXiv number.
        public var reference: String
    }

    public var sources: [Source]
    public var tables: [PublishedTable]

    /// Ids of tables that reports refer to.
    public enum TableID {
        /// Quality and cost without FrameInit, temporal and spatial conditioning in turn.
        public static let ablation = "consisti2v_ablation"
        /// Similarity to the input image.
        public static let inputSimilarity = "lookback_isim"
        /// The eight metrics of I2V-Bench.
        public static let i2vBench = "consisti2v_i2v_bench"
    }

    /// The tables that come with the program, `published-results.json` beside this file.
    public static let bundled: PublishedResults = {
        let text = Data(PackageResources.published_results_json)
        do {
            return try JSONDecoder().decode(PublishedResults.self, from: text)
        } catch {
            preconditionFailure("published-results.json is part of the program: \(error)")
        }
    }()

    public func table(_ id: String) -> PublishedTable? { tables.first { $0.id == id } }

    /// These tables alone, with their sources; nil for none.
    public func selecting(_ ids: [String]) -> PublishedResults? {
        let chosen = tables.filter { ids.contains($0.id) }
        let named = Set(chosen.flatMap { table in [table.source] + table.rows.compactMap(\.source) })
        return chosen.isEmpty
            ? nil : PublishedResults(sources: sources.filter { named.contains($0.id) }, tables: chosen)
    }

    /// Ids of the tables that a reader of a run will want beside it: those with a metric that it measured, of its suite
    /// or with columns that mean the same on any.
    public func relevant(toSuite suite: String, metrics: Set<String>) -> [String] {
        tables.filter { table in
            if let metric = table.metric { return table.suite == suite && metrics.contains(metric) }
            return table.columns.contains { column in
                column.metric.map(metrics.contains) == true && (column.suite ?? suite) == suite
            }
        }.map(\.id)
    }

    /// `ConsistI2V: Enhancing … (arXiv 2402.04324), table 3`.
    public func citation(of table: PublishedTable) -> String {
        guard let source = sources.first(where: { $0.id == table.source }) else { return table.source }
        return "\(source.title) (\(source.reference)), table \(table.number)"
    }
}
