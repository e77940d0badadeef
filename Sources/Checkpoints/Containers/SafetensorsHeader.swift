/// The JSON at the start of a safetensors file, read strictly: names once, numbers as integers, nothing unknown.
struct SafetensorsHeader {
    struct Field {
        var name: String
        var type: String?
        var shape: [Int]?
        var begin: Int?
        var end: Int?
    }

    private(set) var fields: [Field] = []
    private(set) var metadata: [String: String] = [:]
    private let text: UnsafeRawBufferPointer
    private var position = 0

    /// What stopped the parser: what stood at a byte where something else was expected.
    struct Fault: Error {
        let expected: String
        let position: Int
    }

    init(_ text: UnsafeRawBufferPointer) throws {
        self.text = text
        var names: Set<String> = []
        try members { header, name in
            guard names.insert(name).inserted else {
                throw header.fault("names that occur once, not \"\(name)\" again")
            }
            if name == "__metadata__" {
                try header.members { header, key in header.metadata[key] = try header.string() }
            } else {
                try header.tensor(name)
            }
        }
        skipSpace()
        guard position == text.count else { throw fault("the end of the header") }
    }

    private mutating func tensor(_ name: String) throws {
        var field = Field(name: name)
        try members { header, key in
            switch key {
            case "dtype" where field.type == nil: field.type = try header.string()
            case "shape" where field.shape == nil: field.shape = try header.integers()
            case "data_offsets" where field.begin == nil:
                let offsets = try header.integers()
                guard offsets.count == 2 else { throw header.fault("two offsets") }
                (field.begin, field.end) = (offsets[0], offsets[1])
            default: throw header.fault("dtype, shape and data_offsets, each once")
            }
        }
        guard field.type != nil, field.shape != nil, field.end != nil else {
            throw fault("dtype, shape and data_offsets")
        }
        fields.append(field)
    }

    // MARK: Grammar

    /// An object whose values `body` reads.
    private mutating func members(_ body: (inout SafetensorsHeader, String) throws -> Void) throws {
        try expect("{")
        if accept("}") { return }
        repeat {
            let name = try string()
            try expect(":")
            try body(&self, name)
        } while accept(",")
        try expect("}")
    }

    private mutating func integers() throws -> [Int] {
        try expect("[")
        var values: [Int] = []
        if accept("]") { return values }
        repeat {
            guard values.count < 64 else { throw fault("at most 64 numbers") }
            values.append(try integer())
        } while accept(",")
        try expect("]")
        return values
    }

    private mutating func integer() throws -> Int {
        skipSpace()
        let start = position
        while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
        guard let value = Int(String(decoding: text[start..<position], as: UTF8.self)) else {
            position = start
            throw fault("a whole number of 63 bits that is not negative")
        }
        return value
    }

    private mutating func string() throws -> String {
        try expect("\"")
        let start = position
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    position = start
                    throw fault("text in UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): bytes.append(contentsOf: Array(String(try escape()).utf8))
            case 0..<0x20: throw fault("text without control characters")
            default: bytes.append(byte)
            }
        }
        throw fault("the end of a string")
    }

    private mutating func escape() throws -> Unicode.Scalar {
        guard position < text.count else { throw fault("an escape") }
        let byte = text[position]
        position += 1
        let simple: [UInt8: Unicode.Scalar] = [
            0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r",
            0x74: "\t",
        ]
        if let scalar = simple[byte] { return scalar }
        guard byte == UInt8(ascii: "u") else { throw fault("an escape") }
        var code = try unit()
        if (0xD800..<0xDC00).contains(code) {
            guard text.count - position >= 2, text[position] == 0x5C, text[position + 1] == 0x75 else {
                throw fault("the second half of a pair")
            }
            position += 2
            let low = try unit()
            guard (0xDC00..<0xE000).contains(low) else { throw fault("the second half of a pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("a character") }
        return scalar
    }

    private mutating func unit() throws -> UInt32 {
        guard text.count - position >= 4,
            let code = UInt32(String(decoding: text[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits") }
        position += 4
        return code
    }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }

    private mutating func accept(_ symbol: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: Unicode.Scalar) throws {
        guard accept(symbol) else { throw fault(symbol == "\"" ? "a string" : "\"\(symbol)\"") }
    }

    private func fault(_ expected: String) -> Fault { Fault(expected: expected, position: position) }
}
