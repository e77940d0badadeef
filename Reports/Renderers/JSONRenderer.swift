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
    }

    /// How the intervals were made.
    public struct Bootstrap: Sendable, Codable, Equatable {
        public var method: String
        public var resamples: Int
        public var level: Double
        public var seed: UInt64
    }

    public func render(_ report: Report) throws -> String {
        let record = Record(
            format: "i2vbench.report", formatVersion: 1, content: report.content,
            aggregates: report.aggregates.all, comparisons: report.comparisons.all,
            meanCurves: report.curves, correlations: MetricCorrelation.all(in: report.content),
            seedScatter: SeedScatter.all(in: report.content),
            bootstrap: Bootstrap(
                method: "bca_clustered_by_sample", resamples: report.bootstrap.resamples,
                level: report.bootstrap.level, seed: report.bootstrap.seed))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
    }

    /// Reads a file that ``render(_:)`` wrote.
    public func read(_ text: String) throws -> Record {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Record.self, from: Data(text.utf8))
    }
}
