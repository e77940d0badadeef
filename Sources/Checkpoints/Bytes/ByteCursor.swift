/// Reads little-endian values from bytes that may end anywhere; never beyond them.
struct ByteCursor {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var remaining: Int { bytes.count - position }

    /// The next `count` bytes, or nil (without moving) when fewer are left or `count` is negative.
    mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard position >= 0, count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func byte() -> UInt8? { take(1)?.first }

    /// A little-endian integer.
    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
        take(MemoryLayout<Value>.size).map { Value(littleEndian: $0.loadUnaligned(as: Value.self)) }
    }

    /// A little-endian length or offset that fits an `Int`.
    mutating func size<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type) -> Int? {
        integer(Value.self).flatMap { Int(exactly: $0) }
    }

    /// The bytes up to the next line feed, which is consumed and left out.
    mutating func line() -> UnsafeRawBufferPointer? {
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { position = end + 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }
}

/// Products and sums that answer nil instead of overflowing.
enum Checked {
    static func product(_ factors: some Sequence<Int>) -> Int? {
        var result = 1
        for factor in factors {
            let (value, overflow) = result.multipliedReportingOverflow(by: factor)
            guard !overflow else { return nil }
            result = value
        }
        return result
    }

    static func sum(_ a: Int, _ b: Int) -> Int? {
        let (value, overflow) = a.addingReportingOverflow(b)
        return overflow ? nil : value
    }
}
