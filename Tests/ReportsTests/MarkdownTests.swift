import Foundation
import Reports
import Testing

@Suite struct MarkdownTests {
    private func render(_ blocks: Block...) -> String {
        MarkdownRenderer().render(Document(blocks))
    }

    private func cell(_ spans: [Span]) -> String {
        let table = Table(caption: ["c"], columns: [.init("h")], rows: [[.init(spans)]])
        return render(.table(table)).components(separatedBy: "\n")[4]
    }

    @Test func cellsSurviveAnyText() {
        #expect(cell([.text("a|b\nc\r\nd")]) == "| a\\|b c  d |")
        #expect(cell([.text("<script>*_`$1~")]) == "| &lt;script&gt;\\*\\_\\`\\$1\\~ |")
        #expect(cell([.text("🐕‍🦺 ünï")]) == "| 🐕‍🦺 ünï |")
        #expect(cell([.text("\u{1B}[31m\u{7}")]) == "|  \\[31m  |")
        #expect(cell([.code("a|b `x`")]) == "| `` a\\|b `x` `` |")
    }

    @Test func boldKeepsSpacesOutside() {
        #expect(render(.paragraph([.strong("Code: "), .text("1")])) == "**Code:** 1\n")
        #expect(render(.paragraph([.strong("  ")])) == "  \n")
    }

    @Test func paragraphsDoNotTurnIntoLists() {
        #expect(render(.paragraph([.text("1. not a list")])) == "1\\. not a list\n")
        #expect(render(.paragraph([.text("- nor this")])) == "\\- nor this\n")
        #expect(render(.paragraph([.text("# nor a heading")])) == "\\# nor a heading\n")
    }

    @Test func literalTextIsFencedBeyondItsBackticks() {
        #expect(render(.literal("a ```` b")) == "`````text\na ```` b\n`````\n")
    }

    @Test func destinationsAreEncoded() {
        let figure = Block.figure(path: "assets/a b(1)é.png", alternative: "x]y", caption: ["z"])
        #expect(render(figure) == "![x\\]y](assets/a%20b%281%29%C3%A9.png)\n\nz\n")
    }
}

@Suite struct CSVTests {
    @Test func fieldsAreQuotedAsRFC4180Asks() throws {
        var content = SampleContent.small
        content.scores = [content.scores[0]]
        content.scores[0].video.sample = "say \"hi\",\nplease"
        content.scores[0].value = 1e-7
        let text = CSVRenderer().render(content)
        let rows = text.components(separatedBy: "\r\n")
        #expect(rows.count == 3 && rows[2].isEmpty)
        #expect(rows[1].contains(",\"say \"\"hi\"\",\nplease\","))
        #expect(rows[1].contains(",scored,1e-07,1,"))
    }
}
