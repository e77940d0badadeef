import Hashing
import Tensor

/// Deterministic weights that follow from tensor names alone, for parity tests and for trying things out.
///
/// `key = FNV-1a 64 (salt + name)`, `bits(i) = splitmix64(key + (i + 1) · 0x9E3779B97F4A7C15)`,
/// `v(i) = (bits(i) >> 40) / 2^23 - 1`, scaled by what the name and the rank say the tensor is.
public struct SyntheticWeights: WeightSource {
    public let salt: String

    public init(salt: String = "") { self.salt = salt }

    public var identity: WeightIdentity {
        WeightIdentity(
            provenance: .synthetic, name: salt.isEmpty ? "synthetic" : "synthetic:\(salt)",
            sha256: SHA256.hex(of: "synthetic fnv1a-splitmix64 salt=\(salt)".utf8))
    }

    public var names: Set<String>? { nil }

    public func shape(of name: String) -> [Int]? { nil }

    public func tensor(_ name: String, shape: [Int]) -> Tensor {
        let result = Self.unit(name, shape: shape, salt: salt)
        let (scale, bias) = Self.affine(name, shape: shape)
        if scale != 1 || bias != 0 {
            let elements = UnsafeElements(result.pointer)
            Parallel.ranges(result.count, grain: 1 << 16) { range in
                if bias == 0 {
                    for index in range { elements[index] = elements[index] * scale }
                } else {
                    for index in range { elements[index] = bias + elements[index] * scale }
                }
            }
        }
        return result
    }

    /// `v` in [-1, 1) for every element, row-major.
    public static func unit(_ name: String, shape: [Int], salt: String = "") -> Tensor {
        let result = Tensor(shape)
        let key = key(name, salt: salt)
        let elements = UnsafeElements(result.pointer)
        Parallel.ranges(result.count, grain: 1 << 14) { range in
            for index in range {
                var z = key &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
                z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
                z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
                z ^= z >> 31
                elements[index] = Float(Int32(truncatingIfNeeded: z >> 40)) / 8_388_608 - 1
            }
        }
        return result
    }

    static func key(_ name: String, salt: String) -> UInt64 {
        (salt + name).utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func affine(_ name: String, shape: [Int]) -> (scale: Float, bias: Float) {
        if name.hasSuffix("running_var") { return (0.25, 1) }
        if name.hasSuffix("running_mean") { return (0.1, 0) }
        if shape.count <= 1 { return (0.1, name.hasSuffix(".weight") ? 1 : 0) }
        if shape.count == 2 { return (Float((3 / Double(shape[1])).squareRoot()), 0) }
        return (Float((6 / Double(shape.dropFirst().reduce(1, *))).squareRoot()), 0)
    }
}

/// Elements that several threads fill, each its own range.
struct UnsafeElements: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>

    init(_ base: UnsafeMutablePointer<Float>) { self.base = base }

    subscript(_ index: Int) -> Float {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }
}
