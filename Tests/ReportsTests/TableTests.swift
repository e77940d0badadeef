import Foundation
import Reports
import Statistics
import Testing

@Suite struct TableTests {
    /// The cells of the first table whose header starts as given, row by row.
    private func rows(_ markdown: String, after heading: String) -> [[String]] {
        let lines = markdown.components(separatedBy: "\n")
        let start = lines.firstIndex(of: heading) ?? lines.count
        return lines[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }.map { line in
            line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
    }

    /// A content with one metric where every variant has the given values, one sample each.
    private func content(
        _ values: [[Double?]], direction: ReportContent.Direction = .higher,
        weights: [ReportContent.WeightClass?]? = nil
    ) -> ReportContent {
        let samples = values.map(\.count).max() ?? 0
        let variants = values.indices.map { row in
            ReportContent.Variant(id: "v\(row)", title: "Row \(row)", seeds: [0], weights: weights?[row])
        }
        let scores = values.indices.flatMap { row in
            values[row].enumerated().compactMap { column, value -> ReportContent.Score? in
                let video = ReportContent.VideoKey(
                    sample: "s\(column)", category: "c", variant: "v\(row)", seed: 0)
                return value.map { .init(video: video, metric: "m", value: $0) }
            }
        }
        return ReportContent(
            title: "T",
            suite: .init(
                id: "s", version: "1", title: "S", categories: [.init(name: "c", samples: samples)]),
            variants: variants,
            metrics: [
                .init(id: "m", version: 1, title: "M", direction: direction, scale: 100, source: "here")
            ], scores: scores,
            provenance: .init(
                weights: [], codeVersion: "1", machine: "m", seeds: [0], date: "d", command: "c"))
    }

    private func summary(_ content: ReportContent) throws -> [String] {
        let text = MarkdownRenderer().render(try Report(content).document)
        return rows(text, after: "## Summary").dropFirst(2).map { $0[1] }
    }

    @Test func bestIsBoldAndSecondUnderlined() throws {
        let values: [[Double?]] = [[0.5], [0.9], [0.7], [0.1]]
        #expect(try summary(content(values)) == ["50.00", "**90.00**", "<u>70.00</u>", "10.00"])
        #expect(
            try summary(content(values, direction: .lower)) == [
                "<u>50.00</u>", "90.00", "70.00", "**10.00**",
            ])
        #expect(try summary(content(values, direction: .neither)) == ["50.00", "90.00", "70.00", "10.00"])
    }

    @Test func tiesShareTheirMark() throws {
        #expect(
            try summary(content([[0.90001], [0.90002], [0.5], [0.5]])) == [
                "**90.00**", "**90.00**", "<u>50.00</u>", "<u>50.00</u>",
            ])
        #expect(try summary(content([[0.5], [0.5]])) == ["50.00", "50.00"])
        #expect(try summary(content([[0.5], [0.6]])) == ["50.00", "**60.00**"])
    }

    @Test func partialAndMissingCellsAreNotRanked() throws {
        #expect(
            try summary(content([[0.9, nil], [0.5, 0.7], [0.4, 0.4], [nil, nil]])) == [
                "90.00 (n=1)", "**60.00**", "40.00", "–",
            ])
    }

    @Test func marksTellMixedWeightsApart() throws {
        let mixed = content([[0.5], [0.6], [0.7]], weights: [.synthetic, .demo, .official])
        #expect(try summary(mixed) == ["50.00†", "60.00‡", "70.00"])
        let text = MarkdownRenderer().render(try Report(mixed).document)
        #expect(text.contains("† made with synthetic weights, ‡ made with demo weights."))
        let clean = MarkdownRenderer().render(try Report(content([[0.5], [0.6]])).document)
        #expect(!clean.contains("†") && !clean.contains("synthetic") && !clean.contains("IMPORTANT"))
    }

    @Test func allIsTheMeanOverVideosNotOverCategories() throws {
        var uneven = content([[0.1, 0.2, 0.3, 1.0]])
        uneven.suite.categories = [.init(name: "c", samples: 3), .init(name: "d", samples: 1)]
        uneven.scores[3].video.category = "d"
        let text = MarkdownRenderer().render(try Report(uneven).document)
        let table = rows(text, after: "### M").dropFirst(2)
        #expect(table.map { $0[2] } == ["20.00", "100.00", "40.00"])
        #expect(table.map { $0[1] } == ["3", "1", "**4**"])
    }

    @Test func aFailureIsListedOnce() throws {
        var content = content([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
        for index in 0..<3 {
            content.scores[index].status = .failed
            content.scores[index].value = nil
            content.scores[index].reason = "reason \(index)"
        }
        content.failures = [
            .init(video: content.scores[0].video, stage: "generate", reason: "whole"),
            .init(video: content.scores[1].video, stage: "m", reason: "reason 1"),
        ]
        let text = MarkdownRenderer().render(try Report(content).document)
        let table = rows(text, after: "## Failures").dropFirst(2)
        #expect(
            table.map { $0[4...].joined(separator: ":") } == ["generate:whole", "m:reason 1", "m:reason 2"])
        #expect(text.contains("3 failures are listed below."))
    }

    @Test func seedsOfOneSampleFormOneCluster() throws {
        var content = content([[0.1, 0.9, 0.5]])
        content.variants[0].seeds = [0, 1]
        content.scores += content.scores.map { score in
            var copy = score
            copy.video.seed = 1
            return copy
        }
        let report = try Report(content)
        let group = try #require(report.aggregates.group(variant: "v0", metric: "m"))
        #expect(group.summary.count == 6 && group.samples == 3 && group.isComplete)
        #expect(
            group.interval == ClusterBootstrap().interval(ofMean: [[0.1, 0.1], [0.9, 0.9], [0.5, 0.5]]))
    }
}

@Suite struct NumberFormatTests {
    @Test func fixed() {
        #expect(NumberFormat.fixed(0.97414, decimals: 2, scale: 100) == "97.41")
        #expect(NumberFormat.fixed(-0.0001, decimals: 2) == "0.00")
        #expect(NumberFormat.fixed(-0.006, decimals: 2) == "-0.01")
        #expect(NumberFormat.fixed(1234567.5, decimals: 0) == "1234568")
        for odd in [Double.nan, .infinity, -.infinity] {
            #expect(NumberFormat.fixed(odd, decimals: 2) == "–")
        }
        #expect(NumberFormat.fixed(nil, decimals: 2) == "–")
    }

    @Test func significant() {
        #expect(NumberFormat.significant(1234.4) == "1234")
        #expect(NumberFormat.significant(3.14159) == "3.14")
        #expect(NumberFormat.significant(0.0125) == "0.0125")
        #expect(NumberFormat.significant(0) == "0")
        #expect(NumberFormat.significant(nil) == "–")
    }
}

@Suite struct ValidationTests {
    private func error(_ change: (inout ReportContent) -> Void) -> ReportError? {
        var content = SampleContent.small
        change(&content)
        do {
            _ = try Report(content)
            return nil
        } catch { return error as? ReportError }
    }

    @Test func contradictionsAreNamed() {
        #expect(error { _ in } == nil)
        #expect(
            error { $0.variants[1].id = $0.variants[0].id } == .duplicate(kind: "variant", id: "full"))
        #expect(error { $0.scores[0].metric = "nope" }?.description.contains("“nope”") == true)
        #expect(error { $0.scores[0].video.category = "Nowhere" }?.description.contains("“Nowhere”") == true)
        #expect(error { $0.scores[0].value = .nan }?.description.contains("found nan") == true)
        #expect(error { $0.scores[0].value = nil }?.description.contains("no value") == true)
        #expect(error { $0.scores[0].status = .failed } != nil)
        #expect(error { $0.scores.append($0.scores[0]) } != nil)
        #expect(error { $0.costs[0].variant = "other" } != nil)
        #expect(error { $0.curves[0].values[1] = .infinity }?.description.contains("inf") == true)
        #expect(error { $0.costs[0].secondsPerVideo = .nan }?.description.contains("nan") == true)
        #expect(error { $0.curves[0].video.variant = "other" } != nil)
    }
}

@Suite struct VideoTableTests {
    @Test func fewVideosAreListedAndManyAreNot() throws {
        let small = MarkdownRenderer().render(try Report(SampleContent.small).document)
        #expect(small.contains("## Video by video"))
        #expect(small.contains("| `food-1` | Food\\_\\* | ConsistI2V | 89.12 | – |"))
        let demo = MarkdownRenderer().render(try Report(SampleContent.demo).document)
        #expect(!demo.contains("## Video by video"))
    }

    /// What `score` makes: one set of finished videos, official weights, no costs.
    @Test func finishedVideosNeedNoWarningAndNoAblation() throws {
        var content = SampleContent.small
        content.variants = [.init(id: "full", title: "my videos")]
        for index in content.metrics.indices { content.metrics[index].weights = .official }
        content.scores = content.scores.filter { $0.video.variant == "full" }
        content.curves = []
        content.costs = []
        content.failures = []
        content.provenance.weights = []
        content.provenance.seeds = []
        let text = MarkdownRenderer().render(try Report(content).document)
        #expect(text.contains("1 set of finished videos on the suite"))
        #expect(!text.contains("synthetic") && !text.contains("Ablation") && !text.contains("**9"))
        #expect(text.contains("- **Seeds:** none, the videos came finished"))
    }
}
