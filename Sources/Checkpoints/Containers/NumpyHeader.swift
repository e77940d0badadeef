/// The header of an array in numpy's own format: a Python dictionary of literals, parsed and never evaluated.
struct NumpyHeader {
    enum Elements {
        case numbers(ElementType)
        case text(NumpyText)
    }

    let elements: Elements
    let isBigEndian: Bool
    let isFortran: Bool
    let shape: [Int]
    /// Where the elements start.
    let length: Int

    private static func elements(_ descr: String) -> Elements? {
        let bare = String(descr.drop { "<>|=".contains($0) })
        if let type = ElementType(numpyCode: bare) { return .numbers(type) }
        return NumpyText(numpyCode: bare).map(Elements.text)
    }

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Longer headers than this are for record types.
    static let largestLength = 1 << 16

    /// - Parameter bytes: the start of the array, up to `largestLength` bytes of it.
    /// - Parameter available: how many bytes the array has altogether.
    init(_ bytes: UnsafeRawBufferPointer, available: Int, file: String) throws {
        func damaged(_ expected: String, _ found: String) -> CheckpointError {
            CheckpointError.malformed(
                file: file, expected: expected, found: found,
                advice: "Save the array again with numpy.save, without pickled objects.")
        }
        var cursor = ByteCursor(bytes)
        guard cursor.take(6)?.elementsEqual(Self.magic) == true, let major = cursor.byte(),
            cursor.byte() != nil,
            (1...3).contains(major)
        else { throw damaged("a numpy array of format 1 to 3", "another beginning") }
        let declared = major == 1 ? cursor.size(UInt16.self) : cursor.size(UInt32.self)
        guard let declared, let text = cursor.take(declared) else {
            throw damaged("a header inside the file", "one of \(declared ?? 0) bytes")
        }
        length = cursor.position
        var literal = NumpyLiteral(text)
        guard let fields = literal.header() else {
            throw damaged("a header of literals with descr, fortran_order and shape", "something else")
        }
        guard let elements = Self.elements(fields.descr) else {
            throw damaged("an array of numbers or text", "elements of type \(fields.descr)")
        }
        let (name, size) =
            switch elements {
            case .numbers(let type): (type.rawValue, type.byteCount)
            case .text(let text): ("text", text.byteCount)
            }
        (self.elements, isBigEndian) = (elements, fields.descr.hasPrefix(">"))
        (isFortran, shape) = (fields.isFortran, fields.shape)
        guard shape.count <= 64, shape.allSatisfy({ $0 >= 0 }),
            Checked.product(shape.map { max($0, 1) } + [size]) != nil,
            shape.reduce(1, *) * size == available - length
        else { throw damaged("\(shape) elements of \(name)", "\(available - length) bytes") }
    }
}

/// The small grammar of the header: strings, integers, truth values, tuples, one dictionary.
private struct NumpyLiteral {
    private let text: [UInt8]
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { text = Array(bytes) }

    mutating func header() -> (descr: String, isFortran: Bool, shape: [Int])? {
        var (descr, isFortran, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
        guard accept("{") else { return nil }
        while !accept("}") {
            guard let key = string(), accept(":") else { return nil }
            switch key {
            case "descr" where descr == nil: descr = string()
            case "fortran_order" where isFortran == nil: isFortran = truth()
            case "shape" where shape == nil: shape = tuple()
            default: return nil
            }
            guard accept(",") || peek() == UInt8(ascii: "}") else { return nil }
        }
        guard peek() == nil, let descr, let isFortran, let shape else { return nil }
        return (descr, isFortran, shape)
    }

    private mutating func peek() -> UInt8? {
        while position < text.count, [0x20, 0x0A, 0x09, 0x0D].contains(text[position]) { position += 1 }
        return position < text.count ? text[position] : nil
    }

    private mutating func accept(_ symbol: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: symbol) else { return false }
        position += 1
        return true
    }

    private mutating func string() -> String? {
        guard let quote = peek(), quote == 0x22 || quote == 0x27,
            let end = text[(position + 1)...].firstIndex(of: quote)
        else { return nil }
        defer { position = end + 1 }
        let body = text[(position + 1)..<end]
        return body.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }
            ? String(decoding: body, as: UTF8.self) : nil
    }

    private mutating func truth() -> Bool? {
        _ = peek()
        for (word, value) in [("True", true), ("False", false)]
        where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        return nil
    }

    private mutating func integer() -> Int? {
        _ = peek()
        let digits = text[position...].prefix { (0x30...0x39).contains($0) }
        position += digits.count
        // Python 2 marked long integers.
        if position < text.count, text[position] == UInt8(ascii: "L") { position += 1 }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private mutating func tuple() -> [Int]? {
        guard accept("(") else { return nil }
        var items: [Int] = []
        while !accept(")") {
            guard items.count < 64, let item = integer() else { return nil }
            items.append(item)
            guard accept(",") || peek() == UInt8(ascii: ")") else { return nil }
        }
        return items
    }
}
