import Tensor

/// A tensor in the type it is stored in, read completely.
public struct RawTensor: Sendable, Hashable {
    public let type: ElementType
    public let shape: [Int]
    /// Little-endian elements, row-major.
    public let bytes: [UInt8]

    /// - Precondition: `bytes` holds exactly the elements of `shape`.
    public init(type: ElementType, shape: [Int], bytes: [UInt8]) {
        precondition(bytes.count == shape.reduce(1, *) * type.byteCount, "\(bytes.count) bytes for \(shape)")
        (self.type, self.shape, self.bytes) = (type, shape, bytes)
    }

    /// The elements of a Float32 tensor.
    public init(_ tensor: Tensor) {
        self.init(
            type: .float32, shape: tensor.shape,
            bytes: tensor.withElements { Array(UnsafeRawBufferPointer($0)) })
    }

    /// 64-bit integers in row-major order.
    public init(_ integers: [Int64], shape: [Int]) {
        self.init(type: .int64, shape: shape, bytes: integers.withUnsafeBytes { Array($0) })
    }

    public var count: Int { shape.reduce(1, *) }

    /// The elements as Float32, or nil for complex types.
    public var floats: Tensor? {
        guard !type.isComplex else { return nil }
        let result = Tensor(shape)
        bytes.withUnsafeBytes { ElementConversion.widen($0, type, into: result.pointer) }
        return result
    }

    /// The elements as Double, or nil for complex types.
    public var doubles: [Double]? { bytes.withUnsafeBytes { ElementConversion.doubles($0, type) } }

    /// The elements of an integer tensor, or nil for other types and for values beyond `Int64.max`.
    public var integers: [Int64]? { bytes.withUnsafeBytes { ElementConversion.integers($0, type) } }
}
