import Foundation
import Media
import Tensor

/// Named arrays of a safetensors file, as numbers; just enough of the format for uint8, int32 and float32.
struct GoldenFile {
    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    private let entries: [String: Entry]
    private let content: Data

    init(_ path: String) throws {
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = try JSONSerialization.jsonObject(with: file[8..<8 + size]) as? [String: Any] ?? [:]
        let tensors = try JSONSerialization.data(withJSONObject: header.filter { $0.key != "__metadata__" })
        entries = try JSONDecoder().decode([String: Entry].self, from: tensors)
        content = file.dropFirst(8 + size)
    }

    var names: [String] { entries.keys.sorted() }

    func tensor(_ name: String) -> Tensor {
        let entry = entries[name]!
        let start = content.startIndex + entry.data_offsets[0]
        let bytes = Array(content[start..<content.startIndex + entry.data_offsets[1]])
        let values: [Float] = bytes.withUnsafeBytes { raw in
            switch entry.dtype {
            case "U8": bytes.map { Float($0) }
            case "I32": (0..<raw.count / 4).map { Float(raw.load(fromByteOffset: $0 * 4, as: Int32.self)) }
            default: (0..<raw.count / 4).map { raw.load(fromByteOffset: $0 * 4, as: Float.self) }
            }
        }
        return Tensor(entry.shape, values)
    }
}
