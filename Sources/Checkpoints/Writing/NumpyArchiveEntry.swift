/// One member of an `.npz` archive.
public struct NumpyArchiveEntry: Sendable {
    enum Content: Sendable {
        case array(RawTensor)
        case text(String)
    }

    /// Without `.npy`.
    public let name: String
    let content: Content

    /// An array of numbers; an empty shape makes a plain number of it.
    public init(_ name: String, _ array: RawTensor) { (self.name, content) = (name, .array(array)) }

    /// Numbers in Double, row-major.
    public init(_ name: String, _ numbers: [Double], shape: [Int]) {
        self.init(
            name,
            RawTensor(type: .float64, shape: shape, bytes: numbers.withUnsafeBytes { Array($0) }))
    }

    /// A whole number.
    public init(_ name: String, _ number: Int) {
        self.init(name, RawTensor([Int64(number)], shape: []))
    }

    /// A piece of text, which numpy reads with `str(archive[name])`.
    public init(_ name: String, _ text: String) { (self.name, content) = (name, .text(text)) }

    /// The member's bytes in numpy's own format, version 1.
    ///
    /// - Throws: `CheckpointError.unsupportedType` for bfloat16, which numpy lacks.
    func bytes(file: String) throws -> [UInt8] {
        switch content {
        case .array(let array):
            guard let description = array.type.numpyDescription else {
                throw CheckpointError.unsupportedType(
                    file: file, name: name, expected: "of a type that numpy knows",
                    found: array.type.rawValue)
            }
            return Self.header(description, array.shape) + array.bytes
        case .text(let text):
            let scalars = Array(text.unicodeScalars)
            let characters = scalars.flatMap { scalar in
                withUnsafeBytes(of: scalar.value.littleEndian) { Array($0) }
            }
            // numpy has no text of length 0.
            let padded = characters.isEmpty ? [0, 0, 0, 0] : characters
            return Self.header("<U\(max(scalars.count, 1))", []) + padded
        }
    }

    /// Magic, version, length and the dictionary, filled up with spaces so that the elements start at a multiple of
    /// 64.
    private static func header(_ description: String, _ shape: [Int]) -> [UInt8] {
        let axes = shape.map { "\($0)," }.joined(separator: " ")
        let fields = "{'descr': '\(description)', 'fortran_order': False, 'shape': (\(axes)), }"
        let start = NumpyHeader.magic.count + 4
        let length = (start + fields.utf8.count + 1 + 63) / 64 * 64 - start
        let padding = String(repeating: " ", count: length - fields.utf8.count - 1)
        return NumpyHeader.magic + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
            + Array((fields + padding + "\n").utf8)
    }
}
