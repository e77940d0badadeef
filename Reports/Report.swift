import Foundation
import Statistics

/// A report: its content, what follows from it, and the files it is written to.
public struct Report: Sendable {
    public let content: ReportContent
    public let aggregates: Aggregates
    public let comparisons: Comparisons
    public let curves: [MeanCurve]
    public let bootstrap: ClusterBootstrap

    /// Checks the content and derives every mean.
    ///
    /// Throws: ``ReportError`` when the content contradicts itself.
    public init(_ content: ReportContent, bootstrap: ClusterBootstrap = ClusterBootstrap()) throws {
        try content.validate()
        self.content = content
        self.bootstrap = bootstrap
        aggregates = Aggregates(content, bootstrap: bootstrap)
        comparisons = Comparisons(content)
        curves = MeanCurve.all(in: content)
    }

    /// The text of the report, free of any output format.
    public var document: Document {
        ReportSections(
            content: content, aggregates: aggregates, comparisons: comparisons, curves: curves,
            bootstrap: bootstrap,
            charts: chartSet
        ).document
    }

    /// The pictures that the document refers to and that are drawn here.
    public var charts: [Chart] { chartSet.all }

    private var chartSet: ChartSet { ChartSet(content, aggregates, curves) }

    /// Writes `report.md`, `report.json`, `scores.csv` and the charts into a folder, each file whole or not at all.
    ///
    /// Returns: the path of `report.md`. Throws: ``ReportError/unwritable(path:reason:)``.
    @discardableResult
    public func write(to folder: URL) throws -> URL {
        for chart in charts { try Self.write(chart.svg, to: folder.appendingPathComponent(chart.path)) }
        let table = CSVRenderer()
        try Self.write(table.render(content), to: folder.appendingPathComponent(table.fileName))
        let record = JSONRenderer()
        try Self.write(try record.render(self), to: folder.appendingPathComponent(record.fileName))
        let page = MarkdownRenderer()
        let path = folder.appendingPathComponent(page.fileName)
        try Self.write(page.render(document), to: path)
        return path
    }

    private static func write(_ text: String, to file: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw ReportError.unwritable(path: file.path, reason: (error as NSError).localizedDescription)
        }
    }
}
