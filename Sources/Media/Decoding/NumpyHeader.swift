/// What the header of a `.npy` file says: element type, order and shape.
struct NumpyHeader: Equatable {
    let type: String
    let isFortranOrder: Bool
    let shape: [Int]

    /// Reads magic, version and dictionary; the stream is left at the first element.
    ///
    /// Throws: `MediaError.notMedia` when the header is malformed.
    init(from stream: any ByteStream, path: String) throws {
        let start = try stream.read(8)
        func malformed(_ what: String) -> MediaError {
            .notMedia(path: path, found: "a NumPy array with a malformed header (\(what))")
        }
        guard start.count == 8, start.starts(with: [0x93] + Array("NUMPY".utf8)), (1...3).contains(start[6])
        else {
            throw malformed("no NUMPY signature of version 1, 2 or 3")
        }
        let sizeBytes = try stream.read(start[6] == 1 ? 2 : 4)
        let size = sizeBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard size <= 1 << 16 else { throw malformed("\(size) bytes long") }
        let bytes = try stream.read(size)
        guard bytes.count == size else { throw malformed("it ends early") }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let type = Self.value("descr", in: text), let order = Self.value("fortran_order", in: text),
            let shape = Self.value("shape", in: text)
        else { throw malformed("descr, fortran_order or shape is missing") }
        let extents = shape.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
        let numbers = extents.compactMap { Int($0) }
        guard numbers.count == extents.count, numbers.allSatisfy({ $0 >= 0 }), numbers.count <= 8 else {
            throw malformed("shape (\(shape))")
        }
        self.type = type
        isFortranOrder = order == "True"
        self.shape = numbers
    }

    /// The text of `key` in a Python dictionary literal of strings, words and tuples.
    private static func value(_ key: String, in text: String) -> String? {
        for quote in ["'", "\""] {
            guard let range = text.firstRange(of: "\(quote)\(key)\(quote)") else { continue }
            let rest = text[range.upperBound...].drop { $0 == " " || $0 == ":" }
            guard let first = rest.first else { return nil }
            switch first {
            case "'", "\"": return String(rest.dropFirst().prefix { $0 != first })
            case "(": return String(rest.dropFirst().prefix { $0 != ")" })
            default: return String(rest.prefix { $0 != "," && $0 != "}" && $0 != " " })
            }
        }
        return nil
    }
}
