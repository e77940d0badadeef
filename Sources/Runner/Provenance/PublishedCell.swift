import Reports

/// A number that a paper prints, with where it is printed.
public struct PublishedCell: Sendable, Codable, Equatable {
    public var table: String
    public var row: String
    public var column: String
    /// The number or text of the cell; nil where the paper leaves it out.
    public var printed: String?
    /// What it should be, where it is known to be misprinted.
    public var meant: Double?
    public var citation: String
    /// Data set, protocol and machine in a few words.
    public var setting: String
    public var notes: [String]

    /// Throws: `RunnerError.unknown` for a table that is not among those that come with the program.
    public init(
        table id: String, row: String, column: String, results: PublishedResults = .bundled
    ) throws {
        guard let table = results.table(id) else {
            throw RunnerError.unknownName(kind: "published table", id, results.tables.map(\.id))
        }
        (self.table, self.row, self.column) = (id, row, column)
        let decimals = table.columns.first { $0.id == column }?.decimals ?? 2
        printed =
            table.value(column, of: row).map { NumberFormat.fixed($0, decimals: decimals) }
            ?? table.rows.first { $0.name == row }?.facts?[column]
        meant = table.meant(column, of: row)
        citation = results.citation(of: table)
        setting = table.setting
        notes = table.notes ?? []
    }
}
