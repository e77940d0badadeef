import Reports

/// A number of a report: the table it is printed in and its place there.
public struct CellAddress: Sendable, Hashable {
    /// Tables whose numbers a run explains; any other name is a published table's id.
    public enum TableName: String, Sendable, CaseIterable {
        /// `VARIANT/METRIC`
        case summary
        /// `VARIANT/METRIC/CATEGORY`
        case categories
        /// `VARIANT/METRIC/SAMPLE`, with `/SEED` where there are several
        case videos
    }

    /// What the place stands for.
    public enum Meaning: Sendable, Hashable {
        /// A mean over all videos, or the value of a set.
        case mean(variant: String, metric: String, category: String?)
        case video(variant: String, metric: String, sample: String, seed: UInt64?)
        case published(table: String, row: String, column: String)
    }

    public var table: String
    public var cell: String

    /// - Parameter text: `TABLE:CELL`. The cell may hold colons. nil without both.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        (table, cell) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        guard !table.isEmpty, !cell.isEmpty else { return nil }
    }

    /// What the address means in a report. Titles of rows may hold slashes; a row may also be given by its number.
    ///
    /// Throws: `RunnerError.unknown` for a table, row, metric, category or sample that the report does not have.
    public func meaning(in content: ReportContent) throws -> Meaning {
        let tables = TableName.allCases.map(\.rawValue)
        guard let name = TableName(rawValue: table) else {
            guard let published = PublishedResults.bundled.table(table) else {
                throw RunnerError.unknownName(
                    kind: "table", table, tables + PublishedResults.bundled.tables.map(\.id))
            }
            return try Self.published(published, cell)
        }
        let (variant, afterRow) = try Self.first(of: cell, kind: "row", Self.rows(content))
        let (metric, rest) = try Self.first(
            of: afterRow, kind: "metric", content.metrics.map { ($0.id, $0.id) })
        switch name {
        case .summary:
            guard rest.isEmpty else {
                throw RunnerError.option(
                    "cell", expected: "VARIANT/METRIC", found: cell,
                    advice: "Single categories and videos are in the tables “categories” and “videos”.")
            }
            return .mean(variant: variant, metric: metric, category: nil)
        case .categories:
            let known = content.suite.categories.map { ($0.name, $0.name) }
            let (category, _) = try Self.first(of: rest, kind: "category", known)
            return .mean(variant: variant, metric: metric, category: category)
        case .videos:
            return try Self.video(variant, metric, rest, content)
        }
    }

    /// Ids by the names that a row goes by: its title, its id, its number from 1.
    private static func rows(_ content: ReportContent) -> [(String, String)] {
        content.variants.enumerated().flatMap { place, variant in
            [(variant.title, variant.id), (variant.id, variant.id), ("\(place + 1)", variant.id)]
        }
    }

    /// The longest known name that the text begins with, what it stands for, and what follows behind the slash.
    private static func first(of text: String, kind: String, _ known: [(name: String, id: String)]) throws
        -> (id: String, rest: String)
    {
        let fits = known.filter { text == $0.name || text.hasPrefix($0.name + "/") }
        guard let best = fits.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else {
            var names: [String] = []
            for name in known.map(\.name) where !names.contains(name) { names.append(name) }
            throw RunnerError.unknownName(kind: kind, String(text.prefix { $0 != "/" }), names)
        }
        return (best.id, String(text.dropFirst(best.name.count).dropFirst()))
    }

    private static func published(_ table: PublishedTable, _ cell: String) throws -> Meaning {
        let (row, rest) = try first(
            of: cell, kind: "row of \(table.id)", table.rows.map { ($0.name, $0.name) })
        let columns = table.columns.flatMap { [($0.id, $0.id), ($0.title, $0.id)] }
        let (column, _) = try first(of: rest, kind: "column of \(table.id)", columns)
        return .published(table: table.id, row: row, column: column)
    }

    private static func video(_ variant: String, _ metric: String, _ rest: String, _ content: ReportContent)
        throws -> Meaning
    {
        let own = content.scores.filter { $0.video.variant == variant && $0.metric == metric }.map(\.video)
        let (sample, seedText) = try first(of: rest, kind: "sample", own.map { ($0.sample, $0.sample) })
        let seeds = own.filter { $0.sample == sample }.map(\.seed)
        if seedText.isEmpty {
            guard seeds.count == 1 else {
                throw RunnerError.option(
                    "cell", expected: "…/SAMPLE/SEED, as the sample has several videos", found: rest,
                    advice: "Its seeds: \(seeds.compactMap { $0 }.map(String.init).joined(separator: ", ")).")
            }
            return .video(variant: variant, metric: metric, sample: sample, seed: seeds[0])
        }
        guard let seed = UInt64(seedText), seeds.contains(seed) else {
            throw RunnerError.unknownName(
                kind: "seed of \(sample)", seedText, seeds.compactMap { $0 }.map(String.init))
        }
        return .video(variant: variant, metric: metric, sample: sample, seed: seed)
    }
}
