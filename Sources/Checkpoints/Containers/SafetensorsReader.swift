/// Reads safetensors: a length, a JSON header, and the elements without gaps.
enum SafetensorsReader {
    static let largestHeader = 100_000_000

    static func read(_ file: MappedFile) throws -> CheckpointContents {
        func damaged(_ expected: String, _ found: String) -> CheckpointError {
            CheckpointError.malformed(
                file: file.path, expected: expected, found: found,
                advice: "The file is damaged or was cut short; fetch it again.")
        }
        var cursor = ByteCursor(file.bytes)
        guard let length = cursor.integer(UInt64.self) else {
            throw damaged("a header", "\(file.count) bytes")
        }
        guard length <= Self.largestHeader else {
            throw damaged("a header of at most 100 MB", "\(length) bytes")
        }
        guard let text = cursor.take(Int(length)) else {
            throw damaged("a header inside the file", "\(length) bytes of header in \(file.count)")
        }
        let header: SafetensorsHeader
        do {
            header = try SafetensorsHeader(text)
        } catch let fault as SafetensorsHeader.Fault {
            throw damaged("\(fault.expected) in the header", "something else at its byte \(fault.position)")
        }
        let start = cursor.position
        var end = 0
        for field in header.fields.sorted(by: { ($0.begin ?? 0, $0.end ?? 0) < ($1.begin ?? 0, $1.end ?? 0) })
        {
            guard field.begin == end, let next = field.end, next >= end else {
                throw damaged(
                    "tensors one after the other",
                    "\"\(field.name)\" at \(field.begin ?? 0) ..< \(field.end ?? 0) after \(end)")
            }
            end = next
        }
        guard end == file.count - start else {
            throw damaged("\(end) bytes of elements", "\(file.count - start)")
        }
        let tensors = try header.fields.map { field in
            let (begin, end, shape) = (field.begin ?? 0, field.end ?? 0, field.shape ?? [])
            guard let type = ElementType(safetensorsName: field.type ?? "") else {
                throw damaged(
                    "an element type of the format", "\"\(field.type ?? "")\" for \"\(field.name)\"")
            }
            guard Checked.product(shape.map { max($0, 1) } + [type.byteCount]) != nil,
                shape.reduce(1, *) * type.byteCount == end - begin
            else { throw damaged("\(end - begin) bytes for \"\(field.name)\"", "\(type.rawValue) \(shape)") }
            return StoredTensor(
                path: [field.name], type: type, shape: shape, strides: StoredTensor.rowMajor(shape),
                offset: 0,
                region: MappedRegion(file: file, range: start + begin..<start + end))
        }
        return CheckpointContents(
            container: .safetensors, tensors: tensors, metadata: header.metadata, files: [file])
    }
}
