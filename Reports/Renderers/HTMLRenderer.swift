import Foundation

/// One HTML file with its style, script and pictures inside; it works from a `file://` address without a network.
///
/// Videos and input images of the gallery are files of their own that the page loads when they come into view.
public struct HTMLRenderer: DocumentRenderer {
    public let fileName = "report.html"
    private let title: String
    private let gallery: String?
    private let picture: @Sendable (String) -> Data?

    /// - Parameters:
    ///   - gallery: the videos to show, with the content that their scores are in.
    ///   - picture: the bytes of a picture by its path in the document; nil leaves a link.
    ///
    /// Throws: errors of encoding the scores.
    public init(
        title: String, gallery: Gallery? = nil, content: ReportContent? = nil,
        picture: @escaping @Sendable (String) -> Data? = { _ in nil }
    ) throws {
        self.title = title
        self.picture = picture
        self.gallery = try gallery.flatMap { gallery in
            try content.map { try GalleryRecord(gallery, $0).text() }
        }
    }

    public func render(_ document: Document) -> String {
        let blocks = document.blocks.map(block)
        // The videos stand behind the first table, before a reader gets lost in further ones.
        let place = document.blocks.firstIndex { if case .table = $0 { true } else { false } }
        let split = place.map { $0 + 1 } ?? blocks.count
        let body = blocks[..<split] + galleryBlocks + blocks[split...]
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(Self.resource(PackageResources.page_css))</style>
            </head>
            <body>
            <main>
            \(body.joined(separator: "\n"))
            </main>
            \(script)</body>
            </html>

            """
    }

    private static func resource(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private var galleryBlocks: [String] {
        gallery == nil
            ? []
            : [
                """
                <h2 id="gallery">Videos side by side</h2>
                <div id="gallery-controls" hidden></div>
                <p id="gallery-count"></p>
                <div id="gallery-list"></div>
                <noscript><p>The videos are shown by a script, which this browser does not run.</p></noscript>
                """
            ]
    }

    private var script: String {
        gallery.map { record in
            """
            <script type="application/json" id="gallery-data">\(record)</script>
            <script>
            \(Self.resource(PackageResources.gallery_js))</script>

            """
        } ?? ""
    }

    private func block(_ block: Block) -> String {
        switch block {
        case .heading(let level, let text):
            "<h\(level) id=\"\(HTMLText.escaped(String(ReportSections.anchor(text).dropFirst())))\">"
                + "\(HTMLText.escaped(text))</h\(level)>"
        case .paragraph(let spans): "<p>\(inline(spans))</p>"
        case .notice(let spans): "<p class=\"notice\">\(inline(spans))</p>"
        case .list(let items): "<ul>\(items.map { "<li>\(inline($0))</li>" }.joined())</ul>"
        case .table(let table): self.table(table)
        case .figure(let path, let alternative, let caption): figure(path, alternative, caption)
        case .literal(let text): "<pre>\(HTMLText.escaped(text))</pre>"
        }
    }

    private func figure(_ path: String, _ alternative: String, _ caption: [Span]) -> String {
        let source = picture(path).map { HTMLText.embedded($0, path: path) } ?? HTMLText.address(path)
        return "<figure><img loading=\"lazy\" src=\"\(source)\" alt=\"\(HTMLText.escaped(alternative))\">"
            + "<figcaption>\(inline(caption))</figcaption></figure>"
    }

    private func table(_ table: Table) -> String {
        let header = zip(table.columns, table.columns.indices).map { column, place in
            let title = HTMLText.escaped(column.title)
            let text = column.link.map { "<a href=\"\(HTMLText.escaped($0))\">\(title)</a>" } ?? title
            return "<th\(alignment(column))>\(text)</th>"
        }
        let rows = table.rows.enumerated().map { place, row in
            let start = table.groupStarts.contains(place) && place > 0 ? " class=\"group\"" : ""
            let cells = zip(row, table.columns).map { "<td\(alignment($1))>\(cell($0))</td>" }
            return "<tr\(start)>\(cells.joined())</tr>"
        }
        return "<div class=\"table\"><table><caption><div>\(inline(table.caption))</div></caption><thead><tr>"
            + "\(header.joined())</tr></thead><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
            + (table.note.isEmpty ? "" : "<p class=\"note\">\(inline(table.note))</p>") + "</div>"
    }

    private func alignment(_ column: Table.Column) -> String {
        switch column.alignment {
        case .leading: ""
        case .centre: " class=\"c\""
        case .trailing: " class=\"r\""
        }
    }

    private func cell(_ cell: Table.Cell) -> String {
        let text = inline(cell.spans)
        let suffix = cell.suffix.isEmpty ? "" : "<small>\(HTMLText.escaped(cell.suffix))</small>"
        switch cell.emphasis {
        case .none: return text + suffix
        case .best: return "<strong>\(text)</strong>" + suffix
        case .second: return "<u>\(text)</u>" + suffix
        }
    }

    private func inline(_ spans: [Span]) -> String { spans.map(span).joined() }

    private func span(_ span: Span) -> String {
        switch span {
        case .text(let text): HTMLText.escaped(text)
        case .code(let text): "<code>\(HTMLText.escaped(text))</code>"
        case .strong(let text): "<strong>\(HTMLText.escaped(text))</strong>"
        case .underlined(let text): "<u>\(HTMLText.escaped(text))</u>"
        case .link(let text, let destination):
            "<a href=\"\(HTMLText.escaped(MarkdownText.destination(destination)))\"><strong>"
                + "\(HTMLText.escaped(text))</strong></a>"
        case .lineBreak: "<br>"
        }
    }
}
