/// A table as a value; renderers turn it into text.
public struct Table: Sendable, Equatable {
    public enum Alignment: Sendable, Equatable { case leading, centre, trailing }

    /// How a cell stands out among those of its column.
    public enum Emphasis: Sendable, Equatable { case none, best, second }

    public struct Column: Sendable, Equatable {
        public var title: String
        public var alignment: Alignment
        /// Where the title leads to: an address, or a path seen from the document.
        public var link: String?

        public init(_ title: String, _ alignment: Alignment = .leading, link: String? = nil) {
            self.title = title
            self.alignment = alignment
            self.link = link
        }
    }

    public struct Cell: Sendable, Equatable, ExpressibleByStringLiteral {
        public var spans: [Span]
        public var emphasis: Emphasis
        /// A footnote mark or count behind the text, outside the emphasis.
        public var suffix: String

        public init(_ text: String, emphasis: Emphasis = .none, suffix: String = "") {
            self.init([.text(text)], emphasis: emphasis, suffix: suffix)
        }

        public init(_ spans: [Span], emphasis: Emphasis = .none, suffix: String = "") {
            self.spans = spans
            self.emphasis = emphasis
            self.suffix = suffix
        }

        public init(stringLiteral value: String) { self.init(value) }
    }

    /// Printed with the table; says N and what the marks mean.
    public var caption: [Span]
    public var columns: [Column]
    /// Each as long as `columns`.
    public var rows: [[Cell]]
    /// Places of the rows that a new group begins with: formats that can, draw a rule above them.
    public var groupStarts: [Int]
    /// Printed under the rows: what a reader must know of them, such as why some are not ranked.
    public var note: [Span]

    public init(
        caption: [Span], columns: [Column], rows: [[Cell]], groupStarts: [Int] = [], note: [Span] = []
    ) {
        self.note = note
        precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for every column")
        self.groupStarts = groupStarts
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }
}
