import Tensor

/// Inputs of a network by name, floating-point ones as Float32 and integer ones as Int64.
public struct NamedTensors: Sendable {
    /// One input.
    public enum Value: Sendable {
        case real(Tensor)
        case integer(shape: [Int], values: [Int64])

        public var shape: [Int] {
            switch self {
            case .real(let tensor): tensor.shape
            case .integer(let shape, _): shape
            }
        }

        var kind: String {
            switch self {
            case .real: "floating-point"
            case .integer: "integer"
            }
        }
    }

    /// Inputs by their last name component: `input:clip_vit_b32/image` and `reduced_image` are kept as `image`.
    public private(set) var values: [String: Value] = [:]

    /// - Throws: `NetworkError.input` when two names are kept under one.
    public init(_ values: [String: Value]) throws {
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            var short = name.split(separator: "/").last ?? ""
            if short.hasPrefix("reduced_") { short = short.dropFirst("reduced_".count) }
            guard self.values.updateValue(value, forKey: String(short)) == nil else {
                throw NetworkError.input(
                    network: "inputs",
                    expected: "one tensor for every name (the part after the last slash counts)",
                    found: "several named \(short)")
            }
        }
    }

    /// The floating-point input `name`, of as many axes as `axes` names; nil when there is none.
    public func real(_ name: String, _ axes: String, network: String) throws -> Tensor? {
        guard let value = values[name] else { return nil }
        guard case .real(let tensor) = value, tensor.rank == Self.rank(axes), tensor.count > 0 else {
            throw mismatch(name, "floating-point \(axes)", value, network)
        }
        return tensor
    }

    /// The frames of the input `name`, which the network cannot do without, as `[B, H, W, 3]`: floating-point
    /// B×3×H×W, or bytes H×W×3 or B×H×W×3 as decoders give them.
    func requiredFrames(_ name: String, network: String) throws -> Tensor {
        let value = try present(values[name], name, network)
        switch value {
        case .real(let tensor) where tensor.rank == 4 && tensor.shape[1] == 3 && tensor.count > 0:
            return tensor.transposed([0, 2, 3, 1])
        case .integer(let shape, let numbers)
        where (3...4).contains(shape.count) && shape.last == 3 && !numbers.isEmpty
            && numbers.allSatisfy({ 0...255 ~= $0 }):
            return Tensor(shape.count == 3 ? [1] + shape : shape, numbers.map { Float($0) })
        default:
            throw mismatch(name, "floating-point B×3×H×W or bytes H×W×3 (RGB from 0 to 255)", value, network)
        }
    }

    /// The integer input `name` `[N, T]` as rows; nil when there is none.
    public func tokenRows(_ name: String, network: String) throws -> [[Int32]]? {
        guard let value = values[name] else { return nil }
        guard case .integer(let shape, let ids) = value, shape.count == 2, shape[0] > 0, shape[1] > 0,
            let rows = try? ids.map({ try narrowed($0) })
        else { throw mismatch(name, "integer N×T token ids", value, network) }
        return (0..<shape[0]).map { Array(rows[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }

    /// The integer input `name`, which holds one number.
    public func integer(_ name: String, network: String) throws -> Int? {
        guard let value = values[name] else { return nil }
        guard case .integer(_, let numbers) = value, numbers.count == 1 else {
            throw mismatch(name, "one integer", value, network)
        }
        return Int(numbers[0])
    }

    /// The floating-point input `name`, which the network cannot do without.
    func requiredReal(_ name: String, _ axes: String, network: String) throws -> Tensor {
        try present(real(name, axes, network: network), name, network)
    }

    /// The one integer of the input `name`, which the network cannot do without.
    func requiredInteger(_ name: String, network: String) throws -> Int {
        try present(integer(name, network: network), name, network)
    }

    /// The rows of the integer input `name`, which the network cannot do without.
    func requiredTokenRows(_ name: String, network: String) throws -> [[Int32]] {
        try present(tokenRows(name, network: network), name, network)
    }

    /// The one image `name` as `[1, H, W, 3]`, values 0 to 255: floating-point or bytes, 3×H×W or 1×3×H×W; bytes also
    /// H×W×3 as decoders give them.
    func requiredImage(_ name: String, network: String) throws -> Tensor {
        let value = try present(values[name], name, network)
        let shape = value.shape.count == 3 ? [1] + value.shape : value.shape
        guard shape.count == 4, shape[0] == 1, shape.reduce(1, *) > 0 else {
            throw mismatch(name, "3×H×W, RGB from 0 to 255", value, network)
        }
        switch value {
        case .real(let tensor) where shape[1] == 3:
            return tensor.reshaped(shape).transposed([0, 2, 3, 1])
        case .integer(_, let numbers) where shape[1] == 3 && numbers.allSatisfy { 0...255 ~= $0 }:
            return Tensor(shape, numbers.map(Float.init)).transposed([0, 2, 3, 1])
        case .integer(_, let numbers) where shape[3] == 3 && numbers.allSatisfy { 0...255 ~= $0 }:
            return Tensor(shape, numbers.map(Float.init))
        default:
            throw mismatch(name, "3×H×W, RGB from 0 to 255", value, network)
        }
    }

    private func present<Input>(_ input: Input?, _ name: String, _ network: String) throws -> Input {
        guard let input else {
            throw NetworkError.input(
                network: network, expected: "an input named \(name)",
                found: values.keys.sorted().joined(separator: ", "))
        }
        return input
    }

    private static func rank(_ axes: String) -> Int { axes.split(separator: "×").count }

    private func narrowed(_ value: Int64) throws -> Int32 {
        guard let narrow = Int32(exactly: value) else { throw CancellationError() }
        return narrow
    }

    private func mismatch(_ name: String, _ expected: String, _ value: Value, _ network: String)
        -> NetworkError
    {
        .input(
            network: network, expected: "\(name) as \(expected)",
            found: "\(value.kind) \(value.shape.map(String.init).joined(separator: "×"))")
    }
}
