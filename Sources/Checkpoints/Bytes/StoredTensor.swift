/// A tensor where it lies in a file: a strided view of a run of bytes.
struct StoredTensor: Sendable {
    /// Keys from the root of the file to the tensor.
    var path: [String]
    let type: ElementType
    let shape: [Int]
    /// Steps between neighbours along each axis, in elements.
    let strides: [Int]
    /// First element, in elements from the start of the region.
    let offset: Int
    let region: any ByteRegion
    /// Whether the bytes of an element stand in big-endian order.
    var isByteSwapped = false

    var count: Int { shape.reduce(1, *) }

    /// Row-major strides of `shape`, which may still have to be checked: overflow wraps.
    static func rowMajor(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] &* max(shape[axis + 1], 1)
        }
        return strides
    }

    /// Whether the elements lie in row-major order without gaps.
    var isContiguous: Bool {
        guard count > 0 else { return true }
        var expected = 1
        for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
            guard stride == expected else { return false }
            expected *= extent
        }
        return true
    }

    /// What is wrong with a view of `available` elements, or nil when it lies inside.
    ///
    /// An expanded view (stride 0) may be larger than what it looks at, but not absurdly so: it would have to be
    /// written out in full one day.
    static func fault(shape: [Int], strides: [Int], offset: Int, type: ElementType, available: Int) -> String?
    {
        guard shape.count == strides.count else { return "\(shape.count) sizes and \(strides.count) strides" }
        guard shape.count <= 64 else { return "\(shape.count) axes" }
        if let size = shape.first(where: { $0 < 0 }) { return "a negative size (\(size))" }
        if let stride = strides.first(where: { $0 < 0 }) { return "a negative stride (\(stride))" }
        guard offset >= 0 else { return "a negative offset (\(offset))" }
        // Extents of an empty tensor count as one so that `[0, 2^62, 4]` is still found out.
        guard Checked.product(shape.map { max($0, 1) } + [type.byteCount]) != nil else {
            return "a shape whose size overflows (\(shape))"
        }
        let count = shape.reduce(1, *)
        guard count > 0 else { return nil }
        var last = offset
        for (extent, stride) in zip(shape, strides) {
            guard let step = Checked.product([extent - 1, stride]), let next = Checked.sum(last, step) else {
                return "strides that overflow (\(strides))"
            }
            last = next
        }
        guard last < available else { return "an element at \(last) of a storage of \(available)" }
        guard count <= max(available, 1 << 26) else {
            return "a view of \(count) elements of a storage of \(available)"
        }
        return nil
    }
}
