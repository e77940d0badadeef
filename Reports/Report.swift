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

    /// Writes the report in some formats into a folder, each file whole or not at all, and the charts. What VBench's
    /// scripts read is written by ``VBenchFiles``, which knows where the videos are.
    ///
    /// - Parameter gallery: the videos that `report.html` shows.
    ///
    /// Returns: the path of `report.md`, written or not. Throws: ``ReportError/unwritable(path:reason:)``.
    @discardableResult
    public func write(
        to folder: URL, formats: Set<ReportFormat> = ReportFormat.standard, gallery: Gallery? = nil
    ) throws -> URL {
        for chart in charts { try Self.write(chart.svg, to: folder.appendingPathComponent(chart.path)) }
        if formats.contains(.csv) {
            let table = CSVRenderer()
            try Self.write(table.render(content), to: folder.appendingPathComponent(table.fileName))
            try Self.write(
                TablesCSV().aggregates(self), to: folder.appendingPathComponent("aggregates.csv"))
        }
        if formats.contains(.json) {
            let record = JSONRenderer()
            try Self.write(try record.render(self), to: folder.appendingPathComponent(record.fileName))
        }
        try Self.write(document, to: folder, formats: formats.subtracting([.html]))
        if formats.contains(.html) {
            let page = try HTMLRenderer(title: content.title, gallery: gallery, content: content) { path in
                try? Data(contentsOf: folder.appendingPathComponent(path))
            }
            try Self.write(page.render(document), to: folder.appendingPathComponent(page.fileName))
        }
        return folder.appendingPathComponent(MarkdownRenderer().fileName)
    }

    /// Writes the text of a document in those formats that hold text.
    public static func write(_ document: Document, to folder: URL, formats: Set<ReportFormat>) throws {
        if formats.contains(.tables) {
            removeTables(in: folder.appendingPathComponent("tables"))
            for file in TablesCSV().files(document) {
                try write(file.text, to: folder.appendingPathComponent(file.path))
            }
        }
        if formats.contains(.latex) {
            let article = LaTeXRenderer()
            try write(article.render(document), to: folder.appendingPathComponent(article.fileName))
        }
        if formats.contains(.html) {
            let page = try HTMLRenderer(title: document.title)
            try write(page.render(document), to: folder.appendingPathComponent(page.fileName))
        }
        if formats.contains(.markdown) {
            let page = MarkdownRenderer()
            try write(page.render(document), to: folder.appendingPathComponent(page.fileName))
        }
    }

    /// Numbered tables of an earlier report would stand among this one's.
    private static func removeTables(in folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.first?.isNumber == true && name.hasSuffix(".csv") {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }

    /// Writes a text file whole or not at all. Throws: ``ReportError/unwritable(path:reason:)``.
    public static func write(_ text: String, to file: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw ReportError.unwritable(path: file.path, reason: (error as NSError).localizedDescription)
        }
    }
}
