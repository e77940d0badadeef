/// A dense, row-major Float32 array.
///
/// Feature maps are channels-last (`[B, H, W, C]`, `[B, F, H, W, C]`), token sequences `[B, T, D]`: pixels and
/// tokens are the same buffer. Tensors share storage when reshaped or sliced along the first axis and are
/// treated as immutable once an operation has returned them; whoever fills one through `pointer` does so
/// before handing it on.
public struct Tensor: @unchecked Sendable {
    public let shape: [Int]
    let storage: TensorStorage
    let offset: Int

    /// An uninitialised tensor.
    public init(_ shape: [Int]) {
        precondition(shape.allSatisfy { $0 >= 0 }, "negative extent in \(shape)")
        self.init(shape: shape, storage: TensorStorage(count: shape.reduce(1, *)), offset: 0)
    }

    /// A tensor whose elements all equal `value`.
    public init(_ shape: [Int], filledWith value: Float) {
        self.init(shape)
        pointer.update(repeating: value, count: count)
    }

    /// A tensor holding `values` in row-major order.
    public init(_ shape: [Int], _ values: some Collection<Float>) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values for shape \(shape)")
        self.init(shape)
        _ = UnsafeMutableBufferPointer(start: pointer, count: count).update(fromContentsOf: values)
    }

    init(shape: [Int], storage: TensorStorage, offset: Int) {
        self.shape = shape
        self.storage = storage
        self.offset = offset
    }

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Number of axes.
    public var rank: Int { shape.count }

    /// First element. Valid while the tensor (or any other over the same storage) is alive.
    public var pointer: UnsafeMutablePointer<Float> { storage.base + offset }

    /// The elements in row-major order, copied.
    public var values: [Float] { Array(UnsafeBufferPointer(start: pointer, count: count)) }

    /// Calls `body` with the elements in row-major order.
    public func withElements<Result>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Result) rethrows
        -> Result
    {
        try withExtendedLifetime(storage) {
            try body(UnsafeMutableBufferPointer(start: pointer, count: count))
        }
    }

    /// The same elements under another shape; at most one extent may be -1 and is inferred.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        var resolved = newShape
        if let hole = newShape.firstIndex(of: -1) {
            let known = newShape.reduce(1) { $1 == -1 ? $0 : $0 * $1 }
            resolved[hole] = known == 0 ? 0 : count / known
        }
        precondition(resolved.reduce(1, *) == count, "cannot reshape \(shape) to \(newShape)")
        return Tensor(shape: resolved, storage: storage, offset: offset)
    }

    /// Entries `range` of the first axis, sharing storage.
    public subscript(_ range: Range<Int>) -> Tensor {
        precondition(
            rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0], "\(range) outside \(shape)")
        let stride = shape.dropFirst().reduce(1, *)
        return Tensor(
            shape: [range.count] + shape.dropFirst(), storage: storage,
            offset: offset + range.lowerBound * stride)
    }

    /// An independent copy.
    public func copy() -> Tensor {
        let result = Tensor(shape)
        result.pointer.update(from: pointer, count: count)
        return result
    }

    /// Extent of the last axis.
    public var width: Int { shape.last ?? 1 }

    /// Number of rows when all axes but the last are joined.
    public var rows: Int { width == 0 ? 0 : count / width }
}
