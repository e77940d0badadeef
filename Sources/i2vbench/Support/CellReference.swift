import ArgumentParser
import Runner

/// A number as commands name it: `RUN:TABLE:CELL`.
struct CellReference: ExpressibleByArgument {
    static let help =
        "RUN:TABLE:CELL. RUN is a number in --store, FOLDER:NUMBER or FOLDER; TABLE and CELL are "
        + "summary:VARIANT/METRIC, categories:VARIANT/METRIC/CATEGORY, videos:VARIANT/METRIC/SAMPLE[/SEED], or a "
        + "published table's id and ROW/COLUMN. VARIANT is a row's title or its number from 1."

    var run: RunReference
    var address: CellAddress

    init?(argument: String) {
        // The folder of a run may hold colons, so the table is looked for from the left by its name.
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        for place in parts.indices.dropFirst() where place + 1 < parts.count {
            let rest = parts[place...].joined(separator: ":")
            guard let address = CellAddress(rest), Int64(address.table) == nil,
                let run = RunReference(argument: parts[..<place].joined(separator: ":"))
            else { continue }
            (self.run, self.address) = (run, address)
            return
        }
        return nil
    }
}
