extension PickleMachine {
    mutating func number(_ opcode: PickleOpcode) throws -> PickleValue {
        let value: PickleValue?
        switch opcode {
        case .NONE: value = PickleValue.none
        case .NEWTRUE: value = .boolean(true)
        case .NEWFALSE: value = .boolean(false)
        case .BININT: value = cursor.integer(Int32.self).map { .integer(Int64($0)) }
        case .BININT1: value = cursor.byte().map { .integer(Int64($0)) }
        case .BININT2: value = cursor.integer(UInt16.self).map { .integer(Int64($0)) }
        case .LONG1:
            value = cursor.size(UInt8.self).flatMap { cursor.take($0) }.flatMap(Self.integer(littleEndian:))
        case .LONG4:
            value = cursor.integer(Int32.self).flatMap { cursor.take(Int($0)) }.flatMap(
                Self.integer(littleEndian:))
        case .BINFLOAT:
            value = cursor.integer(UInt64.self).map { .real(Double(bitPattern: $0.byteSwapped)) }
        case .FLOAT: value = line().flatMap { Double($0) }.map { .real($0) }
        default: value = line().flatMap { Self.integer(text: $0, isLong: opcode == .LONG) }
        }
        guard let value else { throw damaged("a number after \(opcode)", "none that fits") }
        return value
    }

    private mutating func line() -> String? {
        cursor.line().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Decimal text; INT also writes the truth values, as 00 and 01.
    private static func integer(text: String, isLong: Bool) -> PickleValue? {
        if !isLong, text == "00" || text == "01" { return .boolean(text == "01") }
        let digits = isLong && text.hasSuffix("L") ? String(text.dropLast()) : text
        if let value = Int64(digits) { return .integer(value) }
        let magnitude = digits.hasPrefix("-") ? digits.dropFirst() : digits[...]
        guard (1...400).contains(magnitude.utf8.count),
            magnitude.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return .largeInteger(digits)
    }

    /// Two's complement of any length up to 128 bytes.
    static func integer(littleEndian bytes: UnsafeRawBufferPointer) -> PickleValue? {
        guard bytes.count <= 128 else { return nil }
        let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
        if bytes.count <= 8 {
            var value: UInt64 = isNegative ? .max : 0
            for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
            return .integer(Int64(bitPattern: value))
        }
        var magnitude = Array(bytes)
        if isNegative {
            var carry = 1
            for index in magnitude.indices {
                let sum = Int(~magnitude[index]) + carry
                magnitude[index] = UInt8(truncatingIfNeeded: sum)
                carry = sum >> 8
            }
        }
        var digits: [UInt8] = []
        while magnitude.contains(where: { $0 != 0 }) {
            var remainder = 0
            for index in magnitude.indices.reversed() {
                let value = remainder << 8 | Int(magnitude[index])
                magnitude[index] = UInt8(value / 10)
                remainder = value % 10
            }
            digits.append(UInt8(ascii: "0") + UInt8(remainder))
        }
        let text = digits.isEmpty ? "0" : String(decoding: digits.reversed(), as: UTF8.self)
        return Int64((isNegative ? "-" : "") + text).map { .integer($0) }
            ?? .largeInteger((isNegative ? "-" : "") + text)
    }

    mutating func string(_ opcode: PickleOpcode) throws -> PickleValue {
        switch opcode {
        case .STRING, .UNICODE:
            guard let bytes = cursor.line(),
                let value = opcode == .STRING ? Self.quoted(bytes) : Self.escaped(bytes)
            else { throw damaged("text after \(opcode)", "none that can be read") }
            return value
        case .BINUNICODE, .SHORT_BINUNICODE, .BINUNICODE8:
            guard let text = String(validating: try counted(opcode), as: UTF8.self) else {
                throw damaged("text in UTF-8 after \(opcode)", "malformed bytes")
            }
            return .text(text)
        case .BINSTRING, .SHORT_BINSTRING:
            // Python 2 wrote text and bytes alike.
            let bytes = try counted(opcode)
            return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
        default: return .bytes(Array(try counted(opcode)))
        }
    }

    /// The bytes behind the length that `opcode` carries.
    private mutating func counted(_ opcode: PickleOpcode) throws -> UnsafeRawBufferPointer {
        let length: Int?
        switch opcode {
        case .SHORT_BINSTRING, .SHORT_BINUNICODE, .SHORT_BINBYTES: length = cursor.size(UInt8.self)
        case .BINSTRING, .BINUNICODE, .BINBYTES: length = cursor.size(UInt32.self)
        default: length = cursor.size(UInt64.self)
        }
        guard let length, let bytes = cursor.take(length) else {
            throw damaged(
                "a string inside the pickle", "\(opcode) of \(length.map { "\($0) bytes" } ?? "no length")")
        }
        return bytes
    }

    /// Python's quoted form of a byte string.
    private static func quoted(_ line: UnsafeRawBufferPointer) -> PickleValue? {
        guard line.count >= 2, let quote = line.first, quote == line.last, quote == 0x22 || quote == 0x27
        else {
            return nil
        }
        var bytes: [UInt8] = []
        var rest = line.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(10)
            case UInt8(ascii: "r"): bytes.append(13)
            case UInt8(ascii: "t"): bytes.append(9)
            case UInt8(ascii: "x"):
                let digits = rest.prefix(2)
                rest = rest.dropFirst(2)
                guard digits.count == 2, let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                else { return nil }
                bytes.append(code)
            case .some(let byte) where [0x22, 0x27, 0x5C].contains(byte): bytes.append(byte)
            default: return nil
            }
        }
        return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(bytes)
    }

    /// Latin-1 with \u and \U escapes.
    private static func escaped(_ line: UnsafeRawBufferPointer) -> PickleValue? {
        var text = String.UnicodeScalarView()
        var rest = line[...]
        while let byte = rest.popFirst() {
            let digits = byte == UInt8(ascii: "\\") ? [UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8] : [:]
            guard let next = rest.first, let length = digits[next] else {
                text.append(Unicode.Scalar(byte))
                continue
            }
            let code = rest.dropFirst().prefix(length)
            rest = rest.dropFirst(1 + length)
            guard code.count == length, let value = UInt32(String(decoding: code, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(value)
            else { return nil }
            text.append(scalar)
        }
        return .text(String(text))
    }
}
