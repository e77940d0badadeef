import Foundation
import TestSupport
import Tensor

/// Golden tensors of one safetensors file, read without the product's own reader.
struct GoldenFile {
    private let bytes: Data
    private let entries: [String: [String: Any]]
    private let start: Int

    /// A file of `Fixtures`.
    init(fixture: String) throws {
        let folder = Bundle.module.resourceURL!.appendingPathComponent("Fixtures")
        try self.init(folder.appendingPathComponent(fixture))
    }

    /// A file of the shared parity folder.
    init(shared: String) throws {
        try self.init(URL(fileURLWithPath: SharedParity.path("parity/consisti2v/\(shared)")))
    }

    private init(_ url: URL) throws {
        bytes = try Data(contentsOf: url)
        let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = try JSONSerialization.jsonObject(with: bytes[8..<8 + length])
        entries = (header as? [String: Any] ?? [:]).compactMapValues { $0 as? [String: Any] }
        start = 8 + length
    }

    /// The F32 tensor `name`.
    func tensor(_ name: String) -> Tensor {
        let (shape, range) = extent(name, type: "F32")
        let result = Tensor(shape)
        bytes[range].withUnsafeBytes { UnsafeMutableRawPointer(result.pointer).copyMemory(from: $0) }
        return result
    }

    /// The I64 tensor `name`.
    func integers(_ name: String) -> [Int] {
        let (shape, range) = extent(name, type: "I64")
        return bytes[range].withUnsafeBytes { raw in
            (0..<shape.reduce(1, *)).map { Int(raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        }
    }

    private func extent(_ name: String, type: String) -> ([Int], Range<Int>) {
        guard let entry = entries[name], let shape = entry["shape"] as? [Int],
            let offsets = entry["data_offsets"] as? [Int], entry["dtype"] as? String == type
        else { preconditionFailure("no \(type) tensor \(name) in the goldens") }
        return (shape, start + offsets[0]..<start + offsets[1])
    }
}

extension UnsafeMutableRawPointer {
    fileprivate func copyMemory(from source: UnsafeRawBufferPointer) {
        guard let base = source.baseAddress else { return }
        copyMemory(from: base, byteCount: source.count)
    }
}

/// `√3 · v`: a synthetic input of variance one, in the layout of the goldens (B,C,F,H,W).
func draw(_ name: String, _ shape: [Int]) -> Tensor { unit(name, shape) * 1.7320508 }

extension Tensor {
    /// B,C,F,H,W to B,F,H,W,C, or N,C,H,W to N,H,W,C.
    var channelsLast: Tensor { transposed(rank == 5 ? [0, 2, 3, 4, 1] : [0, 2, 3, 1]) }

    /// The inverse of `channelsLast`.
    var channelsFirst: Tensor { transposed(rank == 5 ? [0, 4, 1, 2, 3] : [0, 3, 1, 2]) }
}
