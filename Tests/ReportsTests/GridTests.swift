import Foundation
import FoundationXML
import Reports
import Testing

@Suite struct GridTests {
    @Test func theFrontHoldsWhatNothingBeats() {
        #expect(ParetoFront.places([(1, 5), (2, 4), (1.5, 3), (3, 1), (2, 4)]) == [0, 1, 4, 3])
        #expect(ParetoFront.places([(1, 1), (.nan, 9), (2, 2)]) == [2])
        #expect(ParetoFront.places([(1, 2), (1, 3)]) == [1])
        #expect(ParetoFront.places([]).isEmpty)
    }

    @Test func theTableMarksTheFront() throws {
        let text = MarkdownRenderer().render(try Report(SampleContent.grid).document)
        #expect(text.contains("## FrameInit grid"))
        let rows = text.components(separatedBy: "\n").filter {
            $0.hasPrefix("| tau") || $0.hasPrefix("| without")
        }
        .filter { $0.hasSuffix("✓ |") || $0.hasSuffix("|  |") }
        // (5.5, 0.90) is beaten by (6, 0.91).
        #expect(rows.map { $0.hasSuffix("✓ |") } == [true, true, false, true, true])
        #expect(rows.first?.hasPrefix("| tau 850, D0 0.25 | 850 | 0.25 |") == true)
        #expect(text.contains("assets/grid-subject_consistency.svg"))
        #expect(!text.contains("## Ablation"))
    }

    @Test func theChartIsWellFormedAndNamesTheFront() throws {
        let charts = try Report(SampleContent.grid).charts.filter { $0.path.contains("grid-") }
        #expect(charts.count == 1)
        let svg = try #require(charts.first).svg
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        #expect(svg.contains("τ 850, D₀ 0.5</text>") && !svg.contains(">τ 700, D₀ 0.25<"))
        #expect(svg.contains("τ = 700</text>") && svg.contains("D₀ = 0.25</text>"))
        #expect(svg.contains("without FrameInit") && svg.contains("prefers-color-scheme: dark"))
        try Golden.expect(svg, equals: "grid-subject_consistency.svg")
    }

    @Test func withoutMotionThereIsNoChart() throws {
        var content = SampleContent.grid
        content.metrics.removeLast()
        content.scores.removeAll { $0.metric == "dynamic_degree@flow" }
        let report = try Report(content)
        #expect(!report.charts.contains { $0.path.contains("grid-") })
        #expect(MarkdownRenderer().render(report.document).contains("## FrameInit grid"))
    }
}
