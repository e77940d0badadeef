import Statistics

/// Tables as RFC 4180 text, one file a table, with cells as they are printed; and every mean unrounded.
public struct TablesCSV: Sendable {
    public init() {}

    /// A file of a table: `tables/02-paired-differences.csv`.
    public struct File: Sendable, Equatable {
        public var path: String
        public var text: String
    }

    /// Every table of a document, numbered in its order.
    public func files(_ document: Document) -> [File] {
        document.blocks.compactMap { block -> Table? in
            if case .table(let table) = block { table } else { nil }
        }.enumerated().map { place, table in
            let number = String(place + 1)
            let padded = (number.count < 2 ? "0" : "") + number
            return File(
                path:
                    "tables/\(padded)-\(FileSlug.text(table.caption.first.map(Self.text) ?? "", fallback: "table")).csv",
                text: render(table))
        }
    }

    public func render(_ table: Table) -> String {
        Self.lines([table.columns.map(\.title)] + table.rows.map { $0.map(Self.text) })
    }

    /// `aggregates.csv`: a row for every variant, metric and category, unscaled; no category means all videos.
    public func aggregates(_ report: Report) -> String {
        let columns = [
            "variant", "metric", "category", "videos", "expected_videos", "samples", "mean",
            "standard_deviation", "minimum", "maximum", "interval_lower", "interval_upper", "interval_level",
            "standard_error",
        ]
        let rows = report.aggregates.all.map { group in
            let set = report.content.setValues.first {
                $0.variant == group.variant && $0.metric == group.metric && group.category == nil
            }
            let spread = set == nil ? group.summary.standardDeviation : nil
            return [group.variant, group.metric, group.category ?? "", "\(group.summary.count)"]
                + ["\(group.expectedVideos)", "\(group.samples)"]
                + [
                    group.summary.mean, spread, group.summary.minimum, group.summary.maximum,
                    group.interval?.lower, group.interval?.upper, group.interval?.level, set?.standardError,
                ].map { $0.map(NumberFormat.exact) ?? "" }
        }
        return Self.lines([columns] + rows)
    }

    private static func lines(_ rows: [[String]]) -> String {
        rows.map { $0.map(CSVRenderer.field).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func text(_ cell: Table.Cell) -> String {
        cell.spans.map(text).joined() + cell.suffix
    }

    private static func text(_ span: Span) -> String {
        switch span {
        case .text(let text), .code(let text), .strong(let text), .underlined(let text), .link(let text, _):
            text
        case .lineBreak: " "
        }
    }
}
