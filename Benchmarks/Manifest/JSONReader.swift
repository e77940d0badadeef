/// JSON after RFC 8259 with line numbers, which error messages need and Foundation does not give.
struct JSONReader {
    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var line: Int

    private static let depthLimit = 64

    private init(_ bytes: [UInt8], line: Int, file: String) {
        self.bytes = bytes
        self.line = line
        self.file = file
    }

    /// One document. Throws: `SuiteError.syntax`, or `.empty` for a file without content.
    static func parse(_ text: String, file: String) throws -> ManifestValue {
        var reader = JSONReader(Array(text.utf8), line: 1, file: file)
        return try reader.document()
    }

    /// One document a line; blank lines do not count.
    static func parseLines(_ text: String, file: String) throws -> ManifestValue {
        var values: [ManifestValue] = []
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() {
            guard bytes.contains(where: { !isSpace($0) }) else { continue }
            var reader = JSONReader(Array(bytes), line: index + 1, file: file)
            values.append(try reader.document())
        }
        return .list(values)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }

    private func failure(_ reason: String) -> SuiteError {
        .syntax(file: file, line: line, reason: reason)
    }

    private mutating func document() throws -> ManifestValue {
        skipSpace()
        guard position < bytes.count else {
            throw SuiteError.empty(file: file, expected: "a JSON document")
        }
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else {
            throw failure(
                "expected the end after the document, found \(found()); is this JSON Lines (.jsonl)?")
        }
        return value
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) {
            if bytes[position] == 0x0a { line += 1 }
            position += 1
        }
    }

    private func found() -> String {
        guard position < bytes.count else { return "the end of the file" }
        return
            "“\(String(decoding: bytes[position...].prefix(while: { !Self.isSpace($0) }).prefix(20), as: UTF8.self))”"
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws -> ManifestValue {
        guard depth < Self.depthLimit else { throw failure("nested deeper than \(Self.depthLimit) levels") }
        skipSpace()
        if take("{") { return try object(depth: depth) }
        if take("[") { return try array(depth: depth) }
        if take("\"") { return .text(try string()) }
        return try literal()
    }

    private mutating func object(depth: Int) throws -> ManifestValue {
        var record = ManifestRecord(line: line, fields: [])
        skipSpace()
        if take("}") { return .record(record) }
        repeat {
            skipSpace()
            guard take("\"") else {
                throw failure("expected a field name in double quotes, found \(found())")
            }
            let start = line
            let name = try string()
            guard !record.fields.contains(where: { $0.name == name }) else {
                throw failure("the field “\(name)” occurs twice in one record")
            }
            skipSpace()
            guard take(":") else { throw failure("expected “:” after “\(name)”, found \(found())") }
            record.fields.append(.init(name: name, line: start, value: try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw failure("expected “,” or “}”, found \(found())") }
        return .record(record)
    }

    private mutating func array(depth: Int) throws -> ManifestValue {
        var values: [ManifestValue] = []
        skipSpace()
        if take("]") { return .list(values) }
        repeat {
            values.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw failure("expected “,” or “]”, found \(found())") }
        return .list(values)
    }

    private mutating func literal() throws -> ManifestValue {
        let start = position
        while position < bytes.count, isLiteralByte(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if text == "null" { return .null }
        let isNumber = text.first.map { $0 == "-" || $0.isNumber } ?? false
        guard text == "true" || text == "false" || (isNumber && Double(text) != nil) else {
            position = start
            throw failure("expected a value, found \(found())")
        }
        return .literal(text)
    }

    private func isLiteralByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The rest of a string whose opening quote has been taken.
    private mutating func string() throws -> String {
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content.append(contentsOf: try escape())
            case 0..<0x20: throw failure("a text is not closed on its line (write line ends as \\n)")
            default: content.append(byte)
            }
        }
        throw failure("a text is never closed")
    }

    private mutating func escape() throws -> [UInt8] {
        guard position < bytes.count else { throw failure("a text is never closed") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try unicodeScalar()).utf8)
        default: throw failure("“\\\(Character(Unicode.Scalar(byte)))” is no JSON escape")
        }
    }

    /// A scalar from one \u escape, or from the two of a surrogate pair.
    private mutating func unicodeScalar() throws -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, take("\\"), take("u") else { throw failure("half a surrogate pair") }
        let second = try hexadecimal()
        guard (0xdc00..<0xe000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
        else { throw failure("half a surrogate pair") }
        return scalar
    }

    private mutating func hexadecimal() throws -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("expected four hexadecimal digits after \\u, found \(found())")
        }
        position += 4
        return value
    }
}
