import Foundation
import Reports
import Testing

/// Numbers of different protocols, or of real weights and demo ones, stand side by side and are never ranked.
@Suite struct RankingTests {
    /// One metric; every row's videos are a little better than those of the row before.
    private func content(_ variants: [ReportContent.Variant], metrics: Int = 1) -> ReportContent {
        var content = SampleContent.make(categories: ["Pet": 5], metrics: [])
        content.scores = []
        content.variants = variants
        content.metrics = (0..<metrics).map {
            SampleContent.metric("m\($0)", "Metric \($0)", .higher, weights: nil)
        }
        for (place, variant) in variants.enumerated() {
            for sample in 0..<5 {
                let video = ReportContent.VideoKey(
                    sample: "s\(sample)", category: "Pet", variant: variant.id, seed: variant.seeds.first)
                for metric in 0..<metrics {
                    let scatter = Double(sample * (metric + place + 1) % 5)
                    let value = 0.5 + 0.05 * Double(place) + 0.01 * scatter
                    content.scores.append(.init(video: video, metric: "m\(metric)", value: value))
                }
            }
        }
        (content.curves, content.costs, content.failures, content.pictures) = ([], [], [], [])
        content.published = nil
        return content
    }

    private let rule = "consisti2v-256"
    private var ours: ReportContent.Variant {
        .init(id: "ours", title: "Ours", seeds: [0], weights: .official, protocols: ["native", rule])
    }
    private func imported(_ title: String, _ name: String? = nil) -> ReportContent.Variant {
        .init(id: title, title: title, seeds: [], protocols: name.map { [$0] })
    }

    /// Titles of the rows with bold cells in the table of a document whose caption starts so.
    private func bold(_ content: ReportContent, table number: Int = 0) throws -> [String] {
        let tables = try Report(content).document.blocks.compactMap { block -> Table? in
            if case .table(let table) = block { table } else { nil }
        }
        let table = try #require(tables.indices.contains(number) ? tables[number] : nil)
        return table.rows.filter { row in row.contains { $0.emphasis == .best } }.map { row in
            row[0].spans.map { if case .text(let text) = $0 { text } else { "" } }.joined()
        }
    }

    @Test func aProtocolIsOnlyRankedWithItself() throws {
        let native = imported("Native")
        let (one, two) = (imported("One", rule), imported("Two", rule))
        #expect(try bold(content([native, one])).isEmpty)
        #expect(content([native, one]).rankedRows.ranked.isEmpty)
        // What was made at the protocol's size and length compares with either side, not both at once.
        #expect(try bold(content([ours, one])) == ["One"])
        #expect(try bold(content([ours, native])) == ["Native"])
        #expect(try bold(content([ours, one, two, native])) == ["Two"])
        #expect(try bold(content([ours, one, native])).isEmpty)
        #expect(content([ours, one, two, native]).rankedRows.ranked == ["ours", "One", "Two"])
    }

    @Test func kindsOfWeightsAreNotMixed() throws {
        func made(_ title: String, _ weights: ReportContent.WeightClass) -> ReportContent.Variant {
            .init(id: title, title: title, seeds: [0], weights: weights)
        }
        #expect(try bold(content([made("A", .demo), made("B", .demo), imported("C")])) == ["B"])
        #expect(try bold(content([made("A", .demo), made("B", .synthetic)])).isEmpty)
        #expect(try bold(content([made("A", .official), made("B", .custom)])) == ["B"])
        let mixed = content([made("A", .demo), made("B", .demo), made("C", .official), made("D", .official)])
        #expect(mixed.rankedRows.ranked.isEmpty)
        let pairs = Comparisons(mixed).all.map { "\($0.variant) \($0.baseline)" }
        #expect(pairs == ["B A", "D C"])
    }

    @Test func realVideosAreNoSystem() throws {
        var real = imported("real clips")
        real.isReal = true
        #expect(try bold(content([ours, imported("SEINE"), real])) == ["SEINE"])
        #expect(try bold(content([ours, real])).isEmpty)
    }

    @Test func everyOutputSaysWhy() throws {
        let report = try Report(content([ours, imported("One", rule), imported("Native")], metrics: 2))
        let note = "“Native” (videos that came finished, at the size and length they were made)"
        let sentence = "Rows are ranked and compared only where suite, protocol and kind of weights agree."
        let (markdown, latex) = (
            MarkdownRenderer().render(report.document), LaTeXRenderer().render(report.document)
        )
        let html = try HTMLRenderer(title: "x").render(report.document)
        for text in [markdown, latex, html] {
            #expect(text.contains(sentence) && text.contains("Not ranked: "))
            #expect(!text.contains("Best in bold"))
        }
        #expect(markdown.contains(note))
        let record = try JSONRenderer().read(try JSONRenderer().render(report))
        #expect(record.ranking?.ranked == [] && record.ranking?.apart.count == 3)
        #expect(record.content.variants[1].protocols == [rule])
        let plain = try Report(content([ours, imported("One", rule)]))
        #expect(try JSONRenderer().read(try JSONRenderer().render(plain)).ranking == nil)
        #expect(!MarkdownRenderer().render(plain.document).contains("ranked"))
    }

    @Test func correlationsPoolOneProtocol() throws {
        let all = content([ours, imported("One", rule), imported("Native")], metrics: 2)
        let found = try #require(MetricCorrelation.all(in: all).first)
        #expect(found.videos == 10)
        let alone = content([ours, imported("One", rule)], metrics: 2)
        #expect(MetricCorrelation.all(in: alone) == [found])
        let text = MarkdownRenderer().render(try Report(all).document)
        #expect(text.contains("Over the videos of “Ours”, “One”; those of other rows"))
    }

    @Test func runsAreComparedOnlyUnderOneProtocol() throws {
        func run(_ variants: [ReportContent.Variant], _ change: (inout ReportContent) -> Void = { _ in })
            throws
            -> MeasuredRun
        {
            var content = content(variants)
            change(&content)
            return MeasuredRun(try Report(content))
        }
        let (one, native) = (imported("SEINE", rule), imported("SEINE"))
        let error = #expect(throws: ReportError.self) {
            try RunComparison(try run([one]), with: try run([native]))
        }
        #expect(error?.description.contains("brought to the protocol consisti2v-256 here") == true)
        var demo = ours
        demo.weights = .demo
        let some = try RunComparison(try run([ours, one]), with: try run([demo, one]))
        #expect(some.pairs == [.init(variant: "SEINE", baseline: "SEINE")])
        #expect(some.apart.map(\.reason) == ["made with official weights here, made with demo weights there"])
        #expect(try ComparisonRecord(some).text().contains("\"apart\""))
        #expect(MarkdownRenderer().render(some.document).contains("“Ours”: made with official weights here"))
        var bare = ours
        bare.protocols = nil
        func sized(_ size: String) throws -> MeasuredRun {
            try run([bare]) { $0.suite.protocolSettings = [.init("size", size)] }
        }
        #expect(throws: ReportError.self) {
            try RunComparison(try sized("64×64"), with: try sized("256×256"))
        }
        #expect(try RunComparison(try sized("64×64"), with: try sized("64×64")).apart.isEmpty)
        #expect(throws: ReportError.self) {
            try RunComparison(try run([ours]), with: try run([ours]) { $0.suite.version = "2" })
        }
    }

    @Test func tablesOfPapersSayWhichRowsStandApart() throws {
        let values = [("Pet", 0.9, 0.5), ("Pet", 0.8, 0.5), ("Food", 0.7, 0.4)]
        func run(_ number: String, _ change: @escaping (inout ReportContent) -> Void) throws -> MeasuredRun {
            try PaperTableTests.run(
                "i2v-bench", number: number, metric: "subject_consistency", values: values, change: change)
        }
        let demo = try run("1") { $0.variants[0].weights = .demo }
        let table = try #require(PaperDocument([demo]).tables.first)
        #expect(table.rows.allSatisfy { row in row.allSatisfy { $0.emphasis == .none } })
        let text = MarkdownRenderer().render(Document([.table(table)]))
        #expect(text.contains("Ours are not ranked: “Ours” (made with demo weights"))
        // Another metric's weights are another metric.
        let other = try run("2") { $0.metrics[0].identity = "bb" }
        let both = try #require(
            PaperDocument([try run("1") { $0.metrics[0].identity = "aa" }, other]).tables.first)
        #expect(both.rows.allSatisfy { row in row.allSatisfy { $0.emphasis == .none } })
    }
}
