/// A table as a paper prints it. Its numbers stand beside ours and are never ranked with them: videos, weights and
/// machines differ.
public struct PublishedTable: Sendable, Codable, Equatable {
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
    public var columns: [Column]
    public var rows: [Row]
    public var notes: [String]?

    /// The printed number of a row.
    public func value(_ column: String, of row: String) -> Double? {
        rows.first { $0.name == row }?.values[column]
    }
}
