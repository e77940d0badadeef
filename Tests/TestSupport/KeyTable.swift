import Checkpoints
import Foundation
import Tensor

/// A state dict of which only names and shapes are known; its tensors cost no memory until they are read.
public struct KeyTable: WeightSource {
    public let identity = WeightIdentity(provenance: .synthetic, name: "key table", sha256: "")
    private let shapes: [String: [Int]]

    public init(_ path: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        shapes = (object as? [String: [Int]]) ?? [:]
    }

    private init(shapes: [String: [Int]]) { self.shapes = shapes }

    /// The table under other names or shapes.
    public func renaming(_ change: (String, [Int]) -> (String, [Int])) -> KeyTable {
        KeyTable(shapes: Dictionary(uniqueKeysWithValues: shapes.map { change($0.key, $0.value) }))
    }

    /// The table without the names that `isLeftOut` picks.
    public func without(_ isLeftOut: (String) -> Bool) -> KeyTable {
        KeyTable(shapes: shapes.filter { !isLeftOut($0.key) })
    }

    public var names: Set<String>? { Set(shapes.keys) }
    public var parameterCount: Int { shapes.values.reduce(0) { $0 + $1.reduce(1, *) } }
    public func shape(of name: String) -> [Int]? { shapes[name] }
    public func tensor(_ name: String, shape: [Int]) throws -> Tensor { Tensor(shape, filledWith: 0) }
}
