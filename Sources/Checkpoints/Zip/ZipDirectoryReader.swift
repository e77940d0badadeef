/// Parses the records of a zip file that say what is where.
struct ZipDirectoryReader {
    let file: MappedFile

    struct Directory {
        var offset: Int
        var size: Int
        var count: Int
    }

    func damaged(_ expected: String, _ found: String) -> CheckpointError {
        CheckpointError.malformed(
            file: file.path, expected: "a zip archive with \(expected)", found: found,
            advice: "The file is damaged or was cut short; fetch it again.")
    }

    /// Finds the end record by its signature and a comment that ends with the file.
    func locate() throws -> Directory {
        let (length, bytes) = (22, file.bytes)
        var position = bytes.count - length
        while position >= 0, position >= bytes.count - length - 0xFFFF {
            if bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian == 0x0605_4B50,
                Int(bytes.loadUnaligned(fromByteOffset: position + 20, as: UInt16.self).littleEndian)
                    == bytes.count - position - length
            {
                return try directory(endRecord: position)
            }
            position -= 1
        }
        throw damaged("an end record", "none in \(bytes.count) bytes")
    }

    private func directory(endRecord: Int) throws -> Directory {
        var cursor = ByteCursor(file.bytes, at: endRecord + 4)
        guard let disk = cursor.size(UInt16.self), let firstDisk = cursor.size(UInt16.self),
            cursor.size(UInt16.self) != nil, let count = cursor.size(UInt16.self),
            let size = cursor.size(UInt32.self), let offset = cursor.size(UInt32.self)
        else { throw damaged("an end record", "a truncated one") }
        var directory = Directory(offset: offset, size: size, count: count)
        var end = endRecord
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
            (directory, end) = try largeDirectory(locator: endRecord - 20)
        } else if disk != 0 || firstDisk != 0 {
            throw damaged("one part", "part \(disk) of several")
        }
        guard let last = Checked.sum(directory.offset, directory.size), directory.offset <= end, last <= end
        else {
            throw damaged(
                "its directory before byte \(end)",
                "one of \(directory.size) bytes at \(directory.offset)")
        }
        guard directory.count <= directory.size / 46 else {
            throw damaged("as many members as declared", "\(directory.count) in \(directory.size) bytes")
        }
        return directory
    }

    /// The zip64 end record, which files above 4 GiB or of more than 65,534 members have.
    private func largeDirectory(locator: Int) throws -> (Directory, end: Int) {
        var cursor = ByteCursor(file.bytes, at: max(locator, 0))
        guard locator >= 0, cursor.integer(UInt32.self) == 0x0706_4B50, cursor.take(4) != nil,
            let position = cursor.size(UInt64.self), position <= locator
        else { throw damaged("a zip64 locator", "none before the end record") }
        cursor = ByteCursor(file.bytes, at: position)
        guard cursor.integer(UInt32.self) == 0x0606_4B50, cursor.take(8 + 2 + 2 + 4 + 4 + 8) != nil,
            let count = cursor.size(UInt64.self), let size = cursor.size(UInt64.self),
            let offset = cursor.size(UInt64.self)
        else { throw damaged("a zip64 end record", "none at byte \(position)") }
        return (Directory(offset: offset, size: size, count: count), position)
    }

    func entries(of directory: Directory) throws -> [ZipEntry] {
        let range = directory.offset..<directory.offset + directory.size
        var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: file.bytes[range]))
        var entries: [ZipEntry] = []
        while cursor.remaining > 0 {
            guard entries.count < directory.count else {
                throw damaged("\(directory.count) members", "more than that")
            }
            entries.append(try entry(&cursor))
        }
        guard entries.count == directory.count else {
            throw damaged("\(directory.count) members", "\(entries.count)")
        }
        return entries
    }

    private func entry(_ cursor: inout ByteCursor) throws -> ZipEntry {
        guard cursor.integer(UInt32.self) == 0x0201_4B50, cursor.take(4) != nil,
            let flags = cursor.integer(UInt16.self), let method = cursor.integer(UInt16.self),
            cursor.take(4) != nil, let checksum = cursor.integer(UInt32.self),
            var compressed = cursor.size(UInt32.self), var size = cursor.size(UInt32.self),
            let nameLength = cursor.size(UInt16.self), let extraLength = cursor.size(UInt16.self),
            let commentLength = cursor.size(UInt16.self), cursor.take(8) != nil,
            var offset = cursor.size(UInt32.self), let name = cursor.take(nameLength),
            let extra = cursor.take(extraLength), cursor.take(commentLength) != nil
        else { throw damaged("a complete directory", "a broken entry") }
        guard let text = String(validating: name, as: UTF8.self) else {
            throw damaged("member names in UTF-8", "a malformed name")
        }
        guard flags & 1 == 0 else { throw damaged("readable members", "\"\(text)\" encrypted") }
        try readLargeFields(extra, &size, &compressed, &offset)
        let entry = ZipEntry(
            name: text, method: method, checksum: checksum, compressedSize: compressed, size: size,
            headerOffset: offset)
        guard let end = Checked.sum(offset, compressed), end <= file.count else {
            throw damaged(
                "members inside the file", "\"\(text)\" of \(compressed) bytes at \(offset) of \(file.count)")
        }
        guard !entry.isStored || compressed == size else {
            throw damaged("stored members of one size", "\"\(text)\" with \(compressed) and \(size)")
        }
        return entry
    }

    /// Replaces the fields that overflowed 32 bits by those of the zip64 extra field, in its fixed order.
    private func readLargeFields(
        _ extra: UnsafeRawBufferPointer, _ size: inout Int, _ compressed: inout Int, _ offset: inout Int
    ) throws {
        guard size == 0xFFFF_FFFF || compressed == 0xFFFF_FFFF || offset == 0xFFFF_FFFF else { return }
        var fields = ByteCursor(extra)
        while let kind = fields.integer(UInt16.self), let length = fields.size(UInt16.self),
            let field = fields.take(length)
        {
            guard kind == 1 else { continue }
            var values = ByteCursor(field)
            func large(_ value: inout Int) throws {
                guard value == 0xFFFF_FFFF else { return }
                guard let wide = values.size(UInt64.self) else {
                    throw damaged("64-bit sizes", "an incomplete zip64 field")
                }
                value = wide
            }
            try large(&size)
            try large(&compressed)
            try large(&offset)
            return
        }
        throw damaged("64-bit sizes", "no zip64 field")
    }

    /// Where the bytes of `entry` start: after its local header, whose extra field is its own.
    func bytesOffset(of entry: ZipEntry) throws -> Int {
        var cursor = ByteCursor(file.bytes, at: min(entry.headerOffset, file.count))
        guard cursor.integer(UInt32.self) == 0x0403_4B50, cursor.take(22) != nil,
            let nameLength = cursor.size(UInt16.self), let extraLength = cursor.size(UInt16.self),
            let name = cursor.take(nameLength), cursor.take(extraLength) != nil
        else { throw damaged("a header for every member", "none for \"\(entry.name)\"") }
        guard name.elementsEqual(entry.name.utf8) else {
            throw damaged("the same name in header and directory", "another one for \"\(entry.name)\"")
        }
        guard entry.compressedSize <= cursor.remaining else {
            throw damaged("members inside the file", "\"\(entry.name)\" passing its end")
        }
        return cursor.position
    }
}
