import Foundation
import FoundationXML
import Reports
import Testing

@Suite struct ReportFilesTests {
    @Test func markdownIsTheGoldenText() throws {
        let report = try Report(SampleContent.small)
        try Golden.expect(MarkdownRenderer().render(report.document), equals: "report.md")
    }

    @Test func jsonIsTheGoldenTextAndReadsBack() throws {
        let report = try Report(SampleContent.small)
        let text = try JSONRenderer().render(report)
        try Golden.expect(text, equals: "report.json")
        let record = try JSONRenderer().read(text)
        #expect(record.content == report.content)
        #expect(record.aggregates == report.aggregates.all)
    }

    @Test func csvIsTheGoldenText() throws {
        try Golden.expect(CSVRenderer().render(SampleContent.small), equals: "scores.csv")
    }

    @Test func chartsAreTheGoldenText() throws {
        for chart in try Report(SampleContent.small).charts {
            try Golden.expect(
                chart.svg, equals: chart.path.replacingOccurrences(of: "assets/", with: ""))
        }
    }

    @Test func theOrderOfScoresDoesNotMatter() throws {
        var shuffled = SampleContent.small
        shuffled.scores.reverse()
        shuffled.curves.reverse()
        let one = try Report(SampleContent.small)
        let other = try Report(shuffled)
        #expect(MarkdownRenderer().render(one.document) == MarkdownRenderer().render(other.document))
        #expect(one.charts == other.charts)
        #expect(CSVRenderer().render(one.content) == CSVRenderer().render(other.content))
    }

    @Test func chartsAreWellFormed() throws {
        var content = SampleContent.demo
        content.variants[1].title = "a <b> & \"c\" \u{1} 🌆"
        let charts = try Report(content).charts
        #expect(charts.count == SampleContent.metrics.count + 1)
        for chart in charts {
            let parser = XMLParser(data: Data(chart.svg.utf8))
            #expect(parser.parse(), "\(chart.path): \(String(describing: parser.parserError))")
            #expect(chart.svg.contains("<title id=\"title\">"))
            #expect(chart.svg.contains("prefers-color-scheme: dark"))
            #expect(!chart.svg.contains("NaN") && !chart.svg.contains("–\""))
        }
    }

    @Test func everyFileIsWrittenAndEveryLinkResolves() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("report with spaces \(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let page = try Report(SampleContent.demo).write(to: folder)
        #expect(page.lastPathComponent == "report.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let links = text.components(separatedBy: "](").dropFirst().map { $0.prefix { $0 != ")" } }
        #expect(links.count == SampleContent.metrics.count + 2)
        for link in links where !link.hasSuffix(".png") {
            let file = folder.appendingPathComponent(String(link)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(link)")
        }
        for name in ["report.json", "scores.csv"] {
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
        }
    }

    @Test func anUnwritableFolderIsNamed() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data("occupied".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let error = #expect(throws: ReportError.self) {
            try Report(SampleContent.small).write(to: file)
        }
        #expect(error?.description.contains(file.path) == true)
    }

    /// For looking at: writes the demo-sized report where `I2VBENCH_REPORT_PREVIEW` says.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["I2VBENCH_REPORT_PREVIEW"] != nil))
    func preview() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["I2VBENCH_REPORT_PREVIEW"])
        try Report(SampleContent.demo).write(to: URL(fileURLWithPath: folder))
    }
}
