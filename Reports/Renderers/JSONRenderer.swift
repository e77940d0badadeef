import Foundation
import Statistics

/// `report.json`: the content of a report and everything derived from it. Described field by field in the README of
/// this folder.
public struct JSONRenderer: Sendable {
    public let fileName = "report.json"

    public init() {}

    /// The file's root.
    public struct Record: Sendable, Codable, Equatable {
        /// `i2vbench.report`
        public var format: String
        /// Raised when a field changes its meaning or goes away.
        public var formatVersion: Int
        public var content: ReportContent
        public var aggregates: [Aggregate]
        public var comparisons: [Comparison]
        public var meanCurves: [MeanCurve]
        public var correlations: [MetricCorrelation]
        public var seedScatter: [SeedScatter]
        public var bootstrap: Bootstrap
        /// Which rows are ranked with each other; absent where all are.
        public var ranking: RankedRows?
    }

    /// How the intervals were made.
    public struct Bootstrap: Sendable, Codable, Equatable {
        public var method: String
        public var resamples: Int
        public var level: Double
        public var seed: UInt64
    }

    public func render(_ report: Report) throws -> String {
        let ranking = report.content.rankedRows
        var short = report.content
        (short.scores, short.curves) = ([], [])
        let record = Record(
            format: "i2vbench.report", formatVersion: 1, content: short,
            aggregates: report.aggregates.all, comparisons: report.comparisons.all,
            meanCurves: report.curves, correlations: MetricCorrelation.all(in: report.content),
            seedScatter: SeedScatter.all(in: report.content),
            bootstrap: Bootstrap(
                method: "bca_clustered_by_sample", resamples: report.bootstrap.resamples,
                level: report.bootstrap.level, seed: report.bootstrap.seed),
            ranking: ranking.apart.isEmpty || report.content.variants.count < 2 ? nil : ranking)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let text = String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
        let withCurves = try JSONPieces.filling(
            "curves", with: report.content.curves, in: text, depth: 2, by: encoder)
        return try JSONPieces.filling(
            "scores", with: report.content.scores, in: withCurves, depth: 2, by: encoder)
    }

    /// Reads a file that ``render(_:)`` wrote.
    public func read(_ text: String) throws -> Record {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Record.self, from: Data(text.utf8))
    }
}
