import Foundation

/// `compare.json`: a comparison of two runs.
public struct ComparisonRecord: Sendable, Codable, Equatable {
    /// A run as far as a comparison names it.
    public struct Run: Sendable, Codable, Equatable {
        public var run: String?
        public var suite: String
        public var suiteVersion: String
        public var codeVersion: String
        public var command: String

        init(_ content: ReportContent) {
            (run, suite, suiteVersion) = (content.provenance.run, content.suite.id, content.suite.version)
            (codeVersion, command) = (content.provenance.codeVersion, content.provenance.command)
        }
    }

    /// `i2vbench.comparison`
    public var format: String
    /// Raised when a field changes its meaning or goes away.
    public var formatVersion: Int
    public var run: Run
    public var baselineRun: Run
    public var findings: [PairedFinding]
    public var gaps: [RunComparison.Gap]
    /// Rows that were not compared; absent for none.
    public var apart: [RunComparison.Apart]?
    public var notices: [String]

    public init(_ comparison: RunComparison) {
        (format, formatVersion) = ("i2vbench.comparison", 1)
        run = Run(comparison.run.content)
        baselineRun = Run(comparison.baselineRun.content)
        (findings, gaps, notices) = (comparison.findings, comparison.gaps, comparison.notices)
        apart = comparison.apart.isEmpty ? nil : comparison.apart
    }

    /// Keys in snake case and in order.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}
