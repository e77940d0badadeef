import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor

/// Golden outputs in a safetensors file: of the fixtures, or of the shared folder.
struct Golden {
    private let bytes: Data
    private let header: [String: (type: String, shape: [Int], range: Range<Int>)]

    init(fixture name: String) throws {
        try self.init(path: Bundle.module.resourceURL!.appendingPathComponent("Fixtures/\(name)").path)
    }

    init(path: String) throws {
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let size = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let object = try JSONSerialization.jsonObject(with: bytes[8..<8 + size]) as! [String: [String: Any]]
        header = object.filter { $0.key != "__metadata__" }.mapValues { entry in
            let offsets = (entry["data_offsets"] as! [Int]).map { $0 + 8 + size }
            return (entry["dtype"] as! String, entry["shape"] as! [Int], offsets[0]..<offsets[1])
        }
    }

    func tensor(_ name: String) -> Tensor {
        let entry = header[name]!
        precondition(entry.type == "F32", "\(name) is \(entry.type)")
        return Tensor(entry.shape, numbers(entry.range, as: Float.self))
    }

    func integers(_ name: String) -> (shape: [Int], values: [Int64]) {
        let entry = header[name]!
        precondition(entry.type == "I32", "\(name) is \(entry.type)")
        return (entry.shape, numbers(entry.range, as: Int32.self).map(Int64.init))
    }

    private func numbers<Number>(_ range: Range<Int>, as type: Number.Type) -> [Number] {
        bytes[range].withUnsafeBytes { raw in
            (0..<raw.count / MemoryLayout<Number>.stride).map {
                raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.stride, as: type)
            }
        }
    }
}

/// The input tensor of a parity case: uniform in [-2, 2), derived from its name.
func syntheticInput(_ name: String, _ shape: [Int]) -> Tensor {
    SyntheticWeights.unit("input:\(name)", shape: shape) * 2
}

extension Tensor {
    /// The first `extents` entries of every axis, as goldens hold them.
    func corner(_ extents: [Int]) -> Tensor {
        precondition(extents.count == rank, "\(extents) of \(shape)")
        let result = Tensor(extents)
        for index in 0..<result.count {
            var (rest, source, stride) = (index, 0, 1)
            for axis in (0..<rank).reversed() {
                source += rest % extents[axis] * stride
                rest /= extents[axis]
                stride *= shape[axis]
            }
            result.pointer[index] = pointer[source]
        }
        return result
    }
}
