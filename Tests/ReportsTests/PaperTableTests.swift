import Foundation
import Reports
import Testing

@Suite struct PaperTableTests {
    /// A run on a suite of two systems: values of a metric in categories, one video each.
    static func run(
        _ suite: String, number: String = "1", metric: String = "object_consistency",
        values: [(category: String, ours: Double, other: Double)], extra: [ReportContent.SetValue] = [],
        settings: [ReportContent.Setting] = [], change: (inout ReportContent) -> Void = { _ in }
    ) throws -> MeasuredRun {
        var content = SampleContent.small
        content.suite = .init(
            id: suite, version: "1", title: suite.uppercased(),
            categories: Dictionary(grouping: values, by: \.category).map {
                .init(name: $0.key, samples: $0.value.count)
            }.sorted { $0.name < $1.name }, protocolSettings: settings)
        content.variants = [
            .init(id: "ours", title: "Ours", seeds: [0], weights: .official),
            .init(id: "seine", title: "SEINE", seeds: []),
        ]
        var column = SampleContent.metric(metric, "Metric", .higher, weights: nil)
        if metric == "object_consistency" { column.isRate = true }
        content.metrics = [column]
        for id in Set(extra.map(\.metric)).sorted() {
            content.metrics.append(SampleContent.metric(id, id, .lower, weights: nil))
        }
        content.scores = values.enumerated().flatMap { place, value in
            [("ours", 0 as UInt64?, value.ours), ("seine", nil, value.other)].map { variant, seed, number in
                .init(
                    video: .init(
                        sample: "s\(place)", category: value.category, variant: variant, seed: seed),
                    metric: metric, value: number, terms: 16)
            }
        }
        content.setValues = extra
        (content.curves, content.costs, content.failures, content.pictures) = ([], [], [], [])
        content.provenance.run = number
        change(&content)
        return MeasuredRun(try Report(content))
    }

    private func text(_ cell: Table.Cell) -> String {
        cell.spans.map { if case .text(let text) = $0 { text } else { "?" } }.joined() + cell.suffix
    }

    private func table(_ document: PaperDocument, _ title: String) throws -> Table {
        try #require(
            document.tables.first { table in
                if case .strong(let text) = table.caption.first { text.hasPrefix(title) } else { false }
            })
    }

    @Test func categoriesStandInThePapersOrderAndRounding() throws {
        let run = try Self.run(
            "i2v-bench",
            values: [
                ("Vehicle", 0.75999, 0.5), ("Pet", 0.75999, 1), ("Pet", 0.75999, 1), ("Odd", 0.25, 0.5),
            ])
        let table = try table(PaperDocument([run]), "Object consistency")
        #expect(
            table.columns.map(\.title).prefix(4) == [
                "Category", "Ours ↑", "SEINE ↑", "I2VGen-XL (published)",
            ])
        #expect(table.rows.map { text($0[0]) } == ["Pet", "Food", "Animal", "Vehicle", "Odd", "All"])
        // Cut, not rounded, as the paper's cells of this metric are.
        #expect(text(table.rows[0][1]).hasPrefix("75.99 ["))
        #expect(text(table.rows[1][1]) == NumberFormat.missing)
        #expect(text(table.rows[3][1]) == "75.99")
        #expect(text(table.rows[0][3]) == "65.00" && text(table.rows[5][7]) == "32.06")
        #expect(table.rows[0][2].emphasis == .best && table.rows[0][1].emphasis == .none)
        #expect(table.rows.allSatisfy { row in row.dropFirst(3).allSatisfy { $0.emphasis == .none } })
        #expect(text(table.rows[5][1]).hasPrefix("63.24 ["))
    }

    @Test func aMisprintIsNamedInItsCell() throws {
        let run = try Self.run(
            "i2v-bench", metric: "scene_consistency@vbench", values: [("Scenery-City", 0.5, 0.25)])
        let table = try table(PaperDocument([run]), "Scene consistency")
        #expect(
            table.rows.map { text($0[4]) } == [
                "18.49 (misprint for 35.53)", "35.53 (misprint for 18.49)", "27.18",
            ])
    }

    @Test func runsOnTwoSuitesShareTheirRows() throws {
        let fvd = "fvd@i3d-tats"
        func value(_ variant: String, _ number: Double) -> ReportContent.SetValue {
            .init(variant: variant, metric: fvd, value: number, videos: 1, vectors: 1, standardError: 2.5)
        }
        let one = try Self.run(
            "ucf-101", metric: "clipsim", values: [("A", 0.25, 0.26)], extra: [value("ours", 170)])
        let two = try Self.run(
            "msr-vtt", number: "2", metric: "clipsim", values: [("all", 0.27, 0.28)],
            extra: [value("ours", 100), value("seine", 150)])
        let table = try table(PaperDocument([one, two]), "Image-to-video generation")
        #expect(table.rows.prefix(3).map { text($0[0]) } == ["Ours", "SEINE", "AnimateAnything (published)"])
        #expect(
            table.rows[0].map(text) == [
                "Ours", "–", "170.00 ± 2.50", "–", "–", "100.00 ± 2.50", "0.2700", "–", "–",
            ])
        // CLIPSIM of UCF-101 has no column in the paper.
        #expect(
            table.rows[1].map(text) == ["SEINE", "–", "–", "–", "–", "150.00 ± 2.50", "0.2800", "–", "–"])
        #expect(table.groupStarts == [2])
        let again = PaperDocument([one, two, two])
        let rows = try self.table(again, "Image-to-video generation").rows.prefix(4).map { text($0[0]) }
        #expect(rows == ["Ours", "SEINE", "Ours (run 2)", "SEINE (run 2)"])
    }

    @Test func otherProtocolsAreNotRanked() throws {
        let values = [("Pet", 0.9, 0.5), ("Pet", 0.8, 0.5), ("Food", 0.7, 0.4)]
        let small = try Self.run(
            "i2v-bench", metric: "subject_consistency", values: values, settings: [.init("size", "64×64")])
        let large = try Self.run(
            "i2v-bench", number: "2", metric: "subject_consistency", values: values,
            settings: [.init("size", "256×256")])
        let alone = try table(PaperDocument([small]), "I2V-Bench")
        #expect(alone.rows[0].contains { $0.emphasis == .best })
        let both = try table(PaperDocument([small, large]), "I2V-Bench")
        #expect(both.rows.allSatisfy { row in row.allSatisfy { $0.emphasis == .none } })
    }

    @Test func rowsOfAnotherSuiteSayWhichOneTheyAreOf() throws {
        let run = try Self.run("mine", metric: "subject_consistency", values: [("x", 0.9, 0.5)])
        let document = PaperDocument([run])
        #expect(document.tables.count == 1)
        let table = try table(document, "I2V-Bench")
        #expect(text(table.rows[0][5]) == "90.00")
        let caption = MarkdownRenderer().render(Document([.paragraph(table.caption)]))
        #expect(caption.contains("1 video of MINE (version 1)") && caption.contains("never ranked"))
    }
}
