import Tensor

extension StoredTensor {
    /// Calls `body` with the elements in row-major order and the machine's byte order; no copy is made when they
    /// already lie that way.
    func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let size = type.byteCount
        let total = count * size
        return try region.withBytes { bytes in
            if isContiguous && !isByteSwapped {
                let start = total == 0 ? 0 : offset * size
                return try body(UnsafeRawBufferPointer(rebasing: bytes[start..<start + total]))
            }
            let gathered = UnsafeMutableRawBufferPointer.allocate(byteCount: total, alignment: 16)
            defer { gathered.deallocate() }
            gather(from: bytes, into: gathered)
            if isByteSwapped { Self.swapBytes(gathered, unit: type.isComplex ? size / 2 : size) }
            return try body(UnsafeRawBufferPointer(gathered))
        }
    }

    /// The elements as Float32. Halves and bfloat16 are exact, doubles and large integers rounded once.
    func floats(file: String, name: String) throws -> Tensor {
        guard !type.isComplex else {
            throw CheckpointError.unsupportedType(
                file: file, name: name, expected: "real", found: "\(type.rawValue) \(shape)")
        }
        let result = Tensor(shape)
        let elements = UnsafeElements(result.pointer)
        try withContiguousBytes { bytes in
            let source = SharedBytes(bytes)
            let size = type.byteCount
            Parallel.ranges(result.count, grain: 1 << 16) { range in
                let piece = UnsafeRawBufferPointer(
                    rebasing: source.bytes[range.lowerBound * size..<range.upperBound * size])
                ElementConversion.widen(piece, type, into: elements.base + range.lowerBound)
            }
        }
        return result
    }

    private func gather(from bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
        guard count > 0 else { return }
        switch type.byteCount {
        case 1: gather(UInt8.self, bytes, target)
        case 2: gather(UInt16.self, bytes, target)
        case 4: gather(UInt32.self, bytes, target)
        case 8: gather(UInt64.self, bytes, target)
        default: gather(SIMD2<UInt64>.self, bytes, target)
        }
    }

    /// Walks the rows of the last axis like an odometer.
    private func gather<Element>(
        _: Element.Type, _ bytes: UnsafeRawBufferPointer, _ target: UnsafeMutableRawBufferPointer
    ) {
        let size = MemoryLayout<Element>.size
        let (width, step) = (shape.last ?? 1, strides.last ?? 1)
        var position = [Int](repeating: 0, count: max(shape.count - 1, 0))
        var start = offset
        for row in 0..<count / width {
            for column in 0..<width {
                let element = bytes.loadUnaligned(
                    fromByteOffset: (start + column * step) * size, as: Element.self)
                target.storeBytes(of: element, toByteOffset: (row * width + column) * size, as: Element.self)
            }
            var axis = position.count - 1
            while axis >= 0 {
                position[axis] += 1
                start += strides[axis]
                if position[axis] < shape[axis] { break }
                start -= shape[axis] * strides[axis]
                position[axis] = 0
                axis -= 1
            }
        }
    }

    private static func swapBytes(_ bytes: UnsafeMutableRawBufferPointer, unit: Int) {
        for start in stride(from: 0, to: bytes.count, by: max(unit, 1)) {
            bytes[start..<start + unit].reverse()
        }
    }
}

/// Bytes that several threads read.
private struct SharedBytes: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }
}
