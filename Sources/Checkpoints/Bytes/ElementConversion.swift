/// Conversions between stored elements and the types that programs compute with.
enum ElementConversion {
    /// Widens little-endian elements of a real type to Float32.
    static func widen(
        _ source: UnsafeRawBufferPointer, _ type: ElementType, into target: UnsafeMutablePointer<Float>
    ) {
        switch type {
        case .float32:
            guard let base = source.baseAddress else { return }
            UnsafeMutableRawPointer(target).copyMemory(from: base, byteCount: source.count)
        case .float16: map(source, UInt16.self, into: target, half)
        case .bfloat16: map(source, UInt16.self, into: target) { Float(bitPattern: UInt32($0) << 16) }
        case .float64: map(source, UInt64.self, into: target) { Float(Double(bitPattern: $0)) }
        case .int8: map(source, Int8.self, into: target) { Float($0) }
        case .int16: map(source, Int16.self, into: target) { Float($0) }
        case .int32: map(source, Int32.self, into: target) { Float($0) }
        case .int64: map(source, Int64.self, into: target) { Float($0) }
        case .uint8: map(source, UInt8.self, into: target) { Float($0) }
        case .uint16: map(source, UInt16.self, into: target) { Float($0) }
        case .uint32: map(source, UInt32.self, into: target) { Float($0) }
        case .uint64: map(source, UInt64.self, into: target) { Float($0) }
        case .bool: map(source, UInt8.self, into: target) { $0 == 0 ? 0 : 1 }
        case .complex64, .complex128: preconditionFailure("complex elements have no Float32 value")
        }
    }

    /// Little-endian elements as Double, exact but for 64-bit integers beyond 2^53; nil for complex types.
    static func doubles(_ source: UnsafeRawBufferPointer, _ type: ElementType) -> [Double]? {
        if type == .float64 { return collect(source, UInt64.self) { Double(bitPattern: $0) } }
        if let integers = integers(source, type) { return integers.map(Double.init) }
        guard !type.isComplex else { return nil }
        let count = source.count / type.byteCount
        return [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
            if let base = buffer.baseAddress { widen(source, type, into: base) }
            initialised = count
        }.map(Double.init)
    }

    /// Little-endian integers; nil for other types and for values that do not fit 64 bits with a sign.
    static func integers(_ source: UnsafeRawBufferPointer, _ type: ElementType) -> [Int64]? {
        switch type {
        case .int8: return collect(source, Int8.self) { Int64($0) }
        case .int16: return collect(source, Int16.self) { Int64($0) }
        case .int32: return collect(source, Int32.self) { Int64($0) }
        case .int64: return collect(source, Int64.self) { $0 }
        case .uint8: return collect(source, UInt8.self) { Int64($0) }
        case .uint16: return collect(source, UInt16.self) { Int64($0) }
        case .uint32: return collect(source, UInt32.self) { Int64($0) }
        case .uint64:
            let values = collect(source, UInt64.self) { $0 }
            guard values.allSatisfy({ $0 <= UInt64(Int64.max) }) else { return nil }
            return values.map { Int64($0) }
        case .bool: return collect(source, UInt8.self) { $0 == 0 ? 0 : 1 }
        case .float32, .float16, .bfloat16, .float64, .complex64, .complex128: return nil
        }
    }

    /// IEEE half to Float32 in operations that vectorise: the exponent is re-based by an exact multiplication,
    /// which also normalises subnormals.
    private static func half(_ bits: UInt16) -> Float {
        let magnitude = Float(bitPattern: UInt32(bits & 0x7FFF) << 13) * 0x1p112
        let isSpecial = bits & 0x7C00 == 0x7C00
        let sign = UInt32(bits & 0x8000) << 16
        return Float(bitPattern: magnitude.bitPattern | sign | (isSpecial ? 0x7F80_0000 : 0))
    }

    @inline(__always)
    private static func map<Stored: FixedWidthInteger>(
        _ source: UnsafeRawBufferPointer, _: Stored.Type, into target: UnsafeMutablePointer<Float>,
        _ convert: (Stored) -> Float
    ) {
        let size = MemoryLayout<Stored>.size
        for index in 0..<source.count / size {
            let stored = source.loadUnaligned(fromByteOffset: index * size, as: Stored.self)
            target[index] = convert(Stored(littleEndian: stored))
        }
    }

    private static func collect<Stored: FixedWidthInteger, Value>(
        _ source: UnsafeRawBufferPointer, _: Stored.Type, _ convert: (Stored) -> Value
    ) -> [Value] {
        let size = MemoryLayout<Stored>.size
        return (0..<source.count / size).map {
            convert(Stored(littleEndian: source.loadUnaligned(fromByteOffset: $0 * size, as: Stored.self)))
        }
    }
}
