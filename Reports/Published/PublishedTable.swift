/// A table as a paper prints it. Its numbers stand beside ours and are never ranked with them: videos, weights and
/// machines differ.
public struct PublishedTable: Sendable, Codable, Equatable {
    /// How numbers lose their last digits.
    public enum Rounding: String, Sendable, Codable { case rounded, truncated }

    /// What a generator takes, as far as a table may list it.
    public enum Cost: String, Sendable, Codable {
        /// Wall seconds of a video.
        case seconds
        /// Highest memory in MB (2²⁰ bytes).
        case memory
        /// Trillions of operations of one U-Net forward as the paper's profiler counts.
        case tflop
    }

    /// A cell that cannot be what was measured.
    public struct Misprint: Sendable, Codable, Equatable {
        public var row: String
        public var column: String
        /// What the rest of the table says it should be.
        public var meant: Double
    }

    /// One quantity of the table.
    public struct Column: Sendable, Codable, Equatable {
        public var id: String
        public var title: String
        /// Our metric that is computed the same way; nil for what we do not measure.
        public var metric: String?
        /// Our stored values are printed times this, to be in the paper's unit; 1 when absent.
        public var scale: Double?
        public var direction: ReportContent.Direction?
        /// As the paper prints them; nil for columns of text.
        public var decimals: Int?
        /// Id of the suite that its numbers come from, where the table's columns differ in it.
        public var suite: String?
        /// What it lists of a generator's cost, if anything.
        public var cost: Cost?
        /// Absent where numbers are rounded.
        public var rounding: Rounding?
    }

    /// One model or variant.
    public struct Row: Sendable, Codable, Equatable {
        public var name: String
        /// By column id; what the paper leaves out is absent.
        public var values: [String: Double]
        /// Text by column id.
        public var facts: [String: String]?
        /// The parts that are switched on, in an ablation.
        public var toggles: ReportContent.Toggles?
        /// Id of the source, where it is another than the table's.
        public var source: String?
        public var note: String?
    }

    public var id: String
    /// Id of the source.
    public var source: String
    /// Number of the table in the source.
    public var number: String
    public var title: String
    /// Data set, protocol and machine in a few words.
    public var setting: String
    /// Id of the suite that its numbers come from, where it is one.
    public var suite: String?
    /// The metric of all cells, where rows are categories and columns are models.
    public var metric: String?
    /// Of all cells; absent where numbers are rounded.
    public var rounding: Rounding?
    /// Our stored values are printed times this in all cells, where `metric` says what they are.
    public var scale: Double?
    public var columns: [Column]
    public var rows: [Row]
    public var misprints: [Misprint]?
    public var notes: [String]?

    /// Ids of all suites that its numbers come from; empty for others than ours.
    public var suites: Set<String> { Set(columns.compactMap(\.suite) + [suite].compactMap { $0 }) }

    /// The name of the row over all categories.
    public static let allCategories = "All"

    /// What a cell should say, if it is known to be misprinted.
    public func meant(_ column: String, of row: String) -> Double? {
        misprints?.first { $0.row == row && $0.column == column }?.meant
    }

    /// The printed number of a row.
    public func value(_ column: String, of row: String) -> Double? {
        rows.first { $0.name == row }?.values[column]
    }
}
