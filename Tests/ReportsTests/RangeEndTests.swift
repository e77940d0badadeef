import Foundation
import Reports
import Testing

@Suite struct RangeEndTests {
    private let unit = ReportContent.ValueRange(lower: 0, upper: 1)

    @Test func everyRowCounts() {
        #expect(RangeEnd.reached(by: [0.995, 1, 0.991], range: unit) == .ceiling)
        #expect(RangeEnd.reached(by: [0.995, 1, 0.985], range: unit) == nil)
        #expect(RangeEnd.reached(by: [0, 0.0099], range: unit) == .floor)
        #expect(RangeEnd.reached(by: [0, 1], range: unit) == nil)
        #expect(RangeEnd.reached(by: [], range: unit) == nil)
    }

    @Test func onePerCentIsOfTheRange() {
        let cosine = ReportContent.ValueRange(lower: -1, upper: 1)
        #expect(RangeEnd.reached(by: [0.98], range: cosine) == .ceiling)
        #expect(RangeEnd.reached(by: [0.979], range: cosine) == nil)
        #expect(RangeEnd.reached(by: [-0.981], range: cosine) == .floor)
    }

    @Test func openRangesHaveNoEnds() {
        #expect(RangeEnd.reached(by: [0], range: .init(lower: 0, upper: .infinity)) == nil)
        #expect(RangeEnd.reached(by: [0], range: nil) == nil)
        #expect(ReportContent.ValueRange(lower: -.infinity, upper: 2).lower == nil)
    }

    @Test func tablesMarkTheirCellsAndSayWhy() throws {
        var content = SampleContent.make(
            categories: ["Pet": 2, "Food": 1], metrics: Array(SampleContent.metrics.prefix(2)))
        for index in content.metrics.indices { content.metrics[index].range = unit }
        content.scores = content.scores.map { score in
            var score = score
            if score.metric == "temporal_flickering" { score.value = 0.996 }
            if score.metric == "subject_consistency", score.video.category == "Food" { score.value = 0.002 }
            return score
        }
        let report = try Report(content)
        let text = MarkdownRenderer().render(report.document)
        let lines = text.components(separatedBy: "\n")
        let summary = try #require(lines.first { $0.hasPrefix("| ConsistI2V") })
        #expect(summary.contains("99.60⌈ |"))
        #expect(
            text.contains("⌈ all rows within 1 % of the high end of the metric's range: it does not tell"))
        let food = try #require(lines.first { $0.hasPrefix("| Food | 1 | 0.20") })
        #expect(food.components(separatedBy: "0.20⌊").count == 5)
        let pet = try #require(lines.first { $0.hasPrefix("| Pet") })
        #expect(!pet.contains("⌊"))
        #expect(text.contains("⌊ all rows within 1 % of the low end"))
        // The mark stands beside the number; the record keeps the number alone.
        #expect(try JSONRenderer().read(JSONRenderer().render(report)).content == content)
    }

    @Test func nothingIsSaidWithoutAMark() throws {
        var content = SampleContent.small
        for index in content.metrics.indices { content.metrics[index].range = unit }
        let text = MarkdownRenderer().render(try Report(content).document)
        #expect(!text.contains("⌈") && !text.contains("⌊") && !text.contains("end of the metric's range"))
    }
}

@Suite struct CardLinkTests {
    @Test func everyMetricLeadsToItsCard() throws {
        var content = SampleContent.demo
        for index in content.metrics.indices {
            content.metrics[index].card = "Folder"
        }
        let text = MarkdownRenderer().render(try Report(content).document)
        let lines = text.components(separatedBy: "\n")
        let headers = lines.filter { $0.hasPrefix("| Variant") || $0.hasPrefix("| Sample") }
        #expect(headers.count >= 3)
        for header in headers {
            #expect(
                header.contains("| [Subject consistency ↑ (×100)](#about-subject_consistency) |"),
                "\(header)")
            #expect(header.contains("[ISIM decay ↓ (×100)](#about-isimdecay)"))
        }
        #expect(text.contains("[**CLIPSIM ↑ (×100)**](#about-clipsim) by category."))
        for metric in content.metrics {
            #expect(
                text.contains("### About \(metric.id.replacingOccurrences(of: "_", with: "\\_"))\n"),
                "\(metric.id)"
            )
        }
    }

    @Test func addressesKeepTheirScheme() {
        func header(_ link: String) -> String {
            let table = Table(caption: ["c"], columns: [.init("h", link: link)], rows: [])
            return MarkdownRenderer().render(Document([.table(table)])).components(separatedBy: "\n")[2]
        }
        #expect(
            header("https://example.org/a b/FVD.md?x=1#formula")
                == "| [h](https://example.org/a%20b/FVD.md?x=1#formula) |")
        #expect(header("javascript:alert(1)") == "| [h](javascript%3Aalert%281%29) |")
        #expect(header("a|b)](c") == "| [h](a%7Cb%29%5D%28c) |")
    }
}
