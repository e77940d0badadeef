/// A piece of running text. Renderers escape it for their format.
public enum Span: Sendable, Equatable, ExpressibleByStringLiteral {
    case text(String)
    /// Set in a fixed-width face.
    case code(String)
    case strong(String)
    case underlined(String)
    /// Bold text that leads to an address, or to a path seen from the document.
    case link(String, to: String)
    /// A line break inside a paragraph.
    case lineBreak

    public init(stringLiteral value: String) { self = .text(value) }
}
