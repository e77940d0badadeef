import Foundation
import Reports
import Testing

@Suite struct OutputFormatTests {
    @Test func latexIsTheGoldenText() throws {
        let report = try Report(SampleContent.small)
        try Golden.expect(LaTeXRenderer().render(report.document), equals: "report.tex")
    }

    @Test func everyMeanIsInTheGoldenTable() throws {
        let report = try Report(SampleContent.small)
        try Golden.expect(TablesCSV().aggregates(report), equals: "aggregates.csv")
    }

    /// Whatever a name holds, braces and environments stay balanced and no sign is left bare.
    @Test func namesCannotBreakTheTypesetting() throws {
        var content = SampleContent.small
        content.title = "50% of $x_1^2 & #3 {a} ~ \\end{document} [b] \\\\"
        content.variants[0].title = "[h] *bold* & 100%\u{2028}next"
        content.provenance.command = "i2vbench run \\end{verbatim} \\input{x}"
        let text = LaTeXRenderer().render(try Report(content).document)
        #expect(text.contains("50\\% of \\$x\\_1\\textasciicircum{}2 \\& \\#3 \\{a\\} \\textasciitilde{}"))
        #expect(text.components(separatedBy: "\\end{document}").count == 2)
        #expect(text.contains("{}[h] *bold* \\& 100\\% next"))
        var inVerbatim = false
        var depth = 0
        var open: [String] = []
        for line in text.components(separatedBy: "\n") {
            if line == "\\begin{verbatim}" { inVerbatim = true }
            if line == "\\end{verbatim}" { inVerbatim = false }
            if inVerbatim { continue }
            let bare = line.replacingOccurrences(of: "\\\\", with: "").replacingOccurrences(
                of: "\\{", with: ""
            )
            .replacingOccurrences(of: "\\}", with: "")
            depth += bare.count { $0 == "{" } - bare.count { $0 == "}" }
            for part in bare.components(separatedBy: "\\begin{").dropFirst() {
                open.append(String(part.prefix { $0 != "}" }))
            }
            for part in bare.components(separatedBy: "\\end{").dropFirst() where !line.contains("{verbatim}")
            {
                #expect(open.popLast() == String(part.prefix { $0 != "}" }))
            }
        }
        #expect(depth == 0 && open.isEmpty)
    }

    @Test func aRuleSeparatesGroups() {
        let table = Table(
            caption: [.strong("T."), "x"], columns: [.init("A"), .init("B", .trailing)],
            rows: [["a", Table.Cell("1.0", emphasis: .best, suffix: " [0, 2]")], ["b", "–"]], groupStarts: [1]
        )
        let text = LaTeXRenderer(isArticle: false).render(Document([.table(table)]))
        #expect(!text.contains("documentclass"))
        #expect(
            text.contains(
                """
                    \\toprule
                    A & B \\\\
                    \\midrule
                    a & \\textbf{1.0} [0, 2] \\\\
                    \\midrule
                    b & -- \\\\
                    \\bottomrule
                """))
        #expect(TablesCSV().render(table) == "A,B\r\na,\"1.0 [0, 2]\"\r\nb,–\r\n")
    }

    @Test func chosenFormatsAreWrittenAndOldTablesGo() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        func exists(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
        }
        let report = try Report(SampleContent.small)
        try report.write(to: folder, formats: [.tables])
        #expect(exists("tables/01-means-over-videos.csv"))
        #expect(!exists("report.md") && !exists("report.tex") && !exists("scores.csv"))
        try Data().write(to: folder.appendingPathComponent("tables/99-old.csv"))
        try Data().write(to: folder.appendingPathComponent("tables/notes.csv"))
        try report.write(to: folder, formats: Set(ReportFormat.allCases))
        #expect(!exists("tables/99-old.csv") && exists("tables/notes.csv"))
        for name in ["report.md", "report.tex", "report.json", "scores.csv", "aggregates.csv"] {
            #expect(exists(name))
        }
    }
}
