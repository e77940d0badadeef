import Checkpoints
import Foundation
import Tensor

/// Path of a file in this target's fixtures.
func fixturePath(_ name: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)").path
}

/// A JSON fixture.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: fixturePath(name))))
}

/// The input tensor of a parity case: uniform in [-2, 2), derived from its name.
func syntheticInput(_ name: String, _ shape: [Int]) -> Tensor {
    SyntheticWeights.unit("input:\(name)", shape: shape) * 2
}

/// Code points, which string comparison would not tell apart when they are canonically equivalent.
func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

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
