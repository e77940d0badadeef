/// GitHub-flavoured Markdown.
public struct MarkdownRenderer: DocumentRenderer {
    public let fileName = "report.md"

    public init() {}

    public func render(_ document: Document) -> String {
        document.blocks.map(block).joined(separator: "\n\n") + "\n"
    }

    private func block(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text):
            String(repeating: "#", count: level) + " " + MarkdownText.escaped(text)
        case .paragraph(let spans): MarkdownText.paragraphStart(inline(spans))
        case .notice(let spans): "> [!IMPORTANT]\n> " + inline(spans)
        case .list(let items): items.map { "- " + inline($0) }.joined(separator: "\n")
        case .table(let table): self.table(table)
        case .figure(let path, let alternative, let caption):
            "![\(MarkdownText.escaped(alternative))](\(MarkdownText.destination(path)))\n\n" + inline(caption)
        case .literal(let text): MarkdownText.fenced(text)
        }
    }

    private func table(_ table: Table) -> String {
        let rules = table.columns.map { column in
            switch column.alignment {
            case .leading: ":---"
            case .centre: ":---:"
            case .trailing: "---:"
            }
        }
        let header = table.columns.map { column in
            column.link.map { MarkdownText.link(MarkdownText.escaped(column.title), to: $0) }
                ?? MarkdownText.escaped(column.title)
        }
        let rows = [header, rules] + table.rows.map { $0.map(cell) }
        let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        let note = table.note.isEmpty ? "" : "\n\n" + inline(table.note)
        return inline(table.caption) + "\n\n" + lines.joined(separator: "\n") + note
    }

    private func cell(_ cell: Table.Cell) -> String {
        let text = cell.spans.map { span(_: $0, inTable: true) }.joined()
        let suffix = MarkdownText.escaped(cell.suffix)
        switch cell.emphasis {
        case .none: return text + suffix
        case .best: return "**\(text)**" + suffix
        case .second: return "<u>\(text)</u>" + suffix
        }
    }

    private func inline(_ spans: [Span]) -> String { spans.map { span(_: $0, inTable: false) }.joined() }

    private func span(_ span: Span, inTable: Bool) -> String {
        switch span {
        case .text(let text): MarkdownText.escaped(text)
        case .code(let text): MarkdownText.code(text, inTable: inTable)
        case .strong(let text): MarkdownText.strong(text)
        case .underlined(let text): "<u>\(MarkdownText.escaped(text))</u>"
        case .link(let text, let destination): MarkdownText.link(MarkdownText.strong(text), to: destination)
        case .lineBreak: "<br>"
        }
    }
}
