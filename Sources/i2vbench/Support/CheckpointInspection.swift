import Checkpoints
import Foundation

/// What `inspect` says about a checkpoint, as JSON and as a table.
struct CheckpointInspection: Encodable {
    struct Entry: Encodable {
        let name: String
        /// Where the tensor is in the file, where that differs from its name.
        let path: String
        let dtype: String
        let shape: [Int]
        let bytes: Int
    }

    /// A tensor that a network asks for, and the tensor of the file that answers.
    struct Place: Encodable {
        let name: String
        let tensor: String

        init(name: String, place: RenamedWeights.Place) {
            self.name = name
            tensor =
                switch place {
                case .tensor(let tensor): tensor
                case .ones(let shape): "ones \(shape)"
                }
        }
    }

    let file: String
    let container: String
    let wrapper: ExplicitNull<String>
    let tensors: [Entry]
    let tensorCount: Int
    let elementCount: Int
    let tensorBytes: Int
    let fileBytes: Int
    /// Values beside the tensors: epochs, options, names.
    let otherValueCount: Int
    /// Where a network's tensors are; empty when the file has the network's names, absent when nobody asked.
    let places: [Place]?

    init(_ checkpoint: Checkpoint, places: [Place]? = nil) {
        self.places = places
        file = checkpoint.path
        container = checkpoint.container.rawValue
        wrapper = ExplicitNull(
            value: checkpoint.wrapper.isEmpty ? nil : checkpoint.wrapper.joined(separator: ", "))
        tensors = checkpoint.tensors.map {
            Entry(name: $0.name, path: $0.path, dtype: $0.type.rawValue, shape: $0.shape, bytes: $0.byteCount)
        }
        tensorCount = tensors.count
        elementCount = checkpoint.tensors.reduce(0) { $0 + $1.count }
        tensorBytes = checkpoint.tensors.reduce(0) { $0 + $1.byteCount }
        fileBytes = checkpoint.fileByteCount
        otherValueCount = checkpoint.values.count
    }

    func json() throws -> String { try jsonText(self) }

    func table() -> String {
        var rows = [["name", "dtype", "shape", "bytes"]]
        rows += tensors.map { [$0.name, $0.dtype, "\($0.shape)", "\($0.bytes)"] }
        return """
            file       \(file)
            container  \(container)
            wrapper    \(wrapper.value ?? "none")

            \(Self.lines(rows, rightmost: 3))

            \(tensorCount) tensors, \(elementCount) elements, \(tensorBytes) bytes of \(fileBytes); \
            \(otherValueCount) other values\(bindings())
            """
    }

    private func bindings() -> String {
        guard let places else { return "" }
        if places.isEmpty { return "\n\nThe file uses the network's own names." }
        return "\n\n"
            + Self.lines([["network's tensor", "file's tensor"]] + places.map { [$0.name, $0.tensor] })
    }

    /// Rows with aligned columns; the column `rightmost` keeps to the right.
    private static func lines(_ rows: [[String]], rightmost: Int? = nil) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == rightmost ? space + cell : cell + space
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

/// What `inspect --json` says about a file that cannot be used.
struct CheckpointRefusal: Encodable {
    let file: String
    let refused: String

    func json() throws -> String { try jsonText(self) }
}
