import Foundation
import Tensor

/// Golden tensors of one safetensors file, read without the product's own reader.
public struct GoldenFile {
    private let bytes: Data
    private let entries: [String: [String: Any]]
    private let start: Int

    public init(path: String) throws {
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = try JSONSerialization.jsonObject(with: bytes[8..<8 + length])
        entries = (header as? [String: Any] ?? [:]).compactMapValues { $0 as? [String: Any] }
        start = 8 + length
    }

    /// A file of the shared folder.
    public init(shared: String) throws { try self.init(path: SharedParity.path(shared)) }

    public var names: [String] { entries.keys.filter { $0 != "__metadata__" }.sorted() }

    public func shape(_ name: String) -> [Int] { entries[name]?["shape"] as? [Int] ?? [] }

    /// The tensor `name` of type F32, I32 or U8, as Float32.
    public func tensor(_ name: String) -> Tensor {
        switch entries[name]?["dtype"] as? String {
        case "F32": Tensor(shape(name), numbers(name, "F32", as: Float.self))
        case "I32": Tensor(shape(name), numbers(name, "I32", as: Int32.self).map(Float.init))
        default: Tensor(shape(name), numbers(name, "U8", as: UInt8.self).map(Float.init))
        }
    }

    /// The numbers of the integer tensor `name`.
    public func integers(_ name: String) -> [Int] {
        entries[name]?["dtype"] as? String == "I64"
            ? numbers(name, "I64", as: Int64.self).map { Int($0) }
            : numbers(name, "I32", as: Int32.self).map { Int($0) }
    }

    private func numbers<Number>(_ name: String, _ type: String, as: Number.Type) -> [Number] {
        guard let entry = entries[name], let offsets = entry["data_offsets"] as? [Int],
            entry["dtype"] as? String == type
        else { preconditionFailure("no \(type) tensor \(name) in the goldens") }
        return bytes[start + offsets[0]..<start + offsets[1]].withUnsafeBytes { raw in
            (0..<raw.count / MemoryLayout<Number>.stride).map {
                raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.stride, as: Number.self)
            }
        }
    }
}
