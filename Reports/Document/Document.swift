/// A report as a list of blocks, free of any output format.
public struct Document: Sendable, Equatable {
    public var blocks: [Block]

    public init(_ blocks: [Block] = []) { self.blocks = blocks }

    /// The text of its first heading.
    public var title: String {
        for case .heading(_, let text) in blocks { return text }
        return ""
    }
}

/// A paragraph-sized piece of a document.
public enum Block: Sendable, Equatable {
    /// Level 1 is the title.
    case heading(Int, String)
    case paragraph([Span])
    /// Set apart: what a reader must not miss.
    case notice([Span])
    case list([[Span]])
    case table(Table)
    /// An image file; `path` is relative to the document.
    case figure(path: String, alternative: String, caption: [Span])
    /// A command or other literal text.
    case literal(String)
}

/// Turns a document into one output format.
public protocol DocumentRenderer {
    /// `report.md`, …
    var fileName: String { get }
    func render(_ document: Document) -> String
}
