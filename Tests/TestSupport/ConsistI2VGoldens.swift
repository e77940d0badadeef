import Checkpoints
import Foundation
import Tensor

/// The golden tensors of one file of `parity/consisti2v`, with the tolerances of `cases.json`.
public struct ConsistI2VGoldens {
    private let file: GoldenFile
    private let tolerances: [String: Float]
    private let fileName: String

    public init(_ fileName: String) throws {
        self.fileName = fileName
        file = try GoldenFile(shared: "parity/consisti2v/\(fileName)")
        let cases = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(fileURLWithPath: SharedParity.path("parity/consisti2v/cases.json"))))
        let entries = ((cases as? [String: Any])?[fileName] as? [String: [String: Any]]) ?? [:]
        tolerances = entries.compactMapValues { ($0["tol_abs"] as? NSNumber)?.floatValue }
    }

    public func tensor(_ name: String) -> Tensor { file.tensor(name) }

    public func integers(_ name: String) -> [Int] { file.integers(name) }

    /// Compares `actual`, in the golden's layout, with the golden `name`.
    public func compare(_ name: String, _ actual: Tensor) -> Closeness {
        Closeness("\(fileName)/\(name)", actual, tensor(name), tolerance: tolerances[name] ?? 0)
    }

    /// The configuration JSON `name` of the folder.
    public static func json(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: SharedParity.path("parity/consisti2v/\(name)")))
    }

    /// `√3 · v`: a synthetic input of variance one.
    public static func draw(_ name: String, _ shape: [Int]) -> Tensor { unit(name, shape) * 1.7320508 }

    /// `v` in [-1, 1).
    public static func unit(_ name: String, _ shape: [Int]) -> Tensor {
        SyntheticWeights.unit("input:" + name, shape: shape)
    }
}

extension Tensor {
    /// B,C,F,H,W to B,F,H,W,C.
    public var channelsLast: Tensor { transposed(rank == 5 ? [0, 2, 3, 4, 1] : [0, 2, 3, 1]) }

    /// The inverse of `channelsLast`.
    public var channelsFirst: Tensor { transposed(rank == 5 ? [0, 4, 1, 2, 3] : [0, 3, 1, 2]) }
}
