import Tensor

/// One kernel at one shape: how to run it, what it must give, and how closely.
///
/// The same table is walked by the tests, which compare with the definition in double precision, and by the
/// benchmark, which times it.
public struct KernelCase: Sendable {
    /// Operation, e.g. `linear`.
    public let name: String
    /// Shapes as a reader would write them.
    public let shape: String
    /// Operations of the definition (a multiply-add counts two), or 0 where memory is what limits.
    public let operations: Double
    /// Bytes that must be read and written, for operations that memory limits.
    public let bytes: Double
    /// Allowed relative RMS error against the definition.
    public let tolerance: Double
    /// Makes inputs, the same ones every time.
    public let prepare: @Sendable () -> KernelWork

    /// Whether the case takes long enough that tests run it on the best tier alone.
    public var isLarge: Bool { operations > 1e9 || bytes > 1e8 }

    public var description: String { "\(name) \(shape)" }
}

/// A prepared case.
public struct KernelWork: Sendable {
    /// Entries of the first axis, each of which may be run alone.
    public let batch: Int
    /// Runs entries `range`; results of all entries lie behind each other.
    public let run: @Sendable (_ range: Range<Int>) -> Tensor
    /// Element `index` of the result over all entries, by the definition.
    public let reference: @Sendable (_ index: Int) -> Double
}

/// Reproducible values for inputs.
enum Values {
    /// Uniform in (-1, 1) times `scale`, plus `offset`, from a 64-bit linear congruential generator.
    static func tensor(_ shape: [Int], seed: UInt64, scale: Float = 1, offset: Float = 0) -> Tensor {
        let result = Tensor(shape)
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        result.withElements { elements in
            for index in elements.indices {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                elements[index] =
                    Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648 * scale + offset
            }
        }
        return result
    }

    /// Weights whose products with values of unit scale keep that scale.
    static func weight(_ shape: [Int], seed: UInt64) -> Tensor {
        let inputs = shape.dropFirst().reduce(1, *)
        return tensor(shape, seed: seed, scale: (3 / Float(max(inputs, 1))).squareRoot())
    }
}

extension Tensor {
    /// Element `index` in row-major order, in double precision.
    func at(_ index: Int) -> Double { Double(pointer[index]) }
}
