/// Reads `.npy` files and `.npz` archives of them.
enum NumpyReader {
    static func array(_ file: MappedFile) throws -> CheckpointContents {
        let header = try NumpyHeader(file.bytes, available: file.count, file: file.path)
        guard case .numbers(let type) = header.elements else {
            throw CheckpointError.malformed(
                file: file.path, expected: "an array of numbers", found: "an array of text",
                advice: "Check that it is the right file.")
        }
        let region = MappedRegion(file: file, range: header.length..<file.count)
        return CheckpointContents(
            container: .npy, tensors: [tensor([], type, header, region)], files: [file])
    }

    /// Members keep their names without `.npy`, slashes included. Single elements of text stand beside the tensors.
    static func archive(_ archive: ZipArchive) throws -> CheckpointContents {
        var contents = CheckpointContents(container: .npz, tensors: [], files: [archive.file])
        for entry in archive.entries where !entry.name.hasSuffix("/") {
            guard entry.name.hasSuffix(".npy") else {
                throw CheckpointError.malformed(
                    file: archive.file.path, expected: "an archive of .npy members",
                    found: "\"\(entry.name)\"", advice: "Save the arrays again with numpy.savez.")
            }
            try read(entry, of: archive, into: &contents)
        }
        return contents
    }

    private static func read(
        _ entry: ZipEntry, of archive: ZipArchive, into contents: inout CheckpointContents
    ) throws {
        let name = "\(archive.file.path), member \"\(entry.name)\""
        let path = [String(entry.name.dropLast(4))]
        let prefix = try archive.region(entry).prefix(NumpyHeader.largestLength)
        let header = try prefix.withUnsafeBytes { try NumpyHeader($0, available: entry.size, file: name) }
        let region = ZipRegion(archive: archive, entry: entry, skipping: header.length)
        switch header.elements {
        case .numbers(let type): contents.tensors.append(tensor(path, type, header, region))
        case .text(let text):
            let value =
                try header.shape.reduce(1, *) == 1
                ? region.withBytes { text.decode($0, isBigEndian: header.isBigEndian) } : nil
            guard let value else {
                throw CheckpointError.malformed(
                    file: name, expected: "one piece of text",
                    found: "\(header.shape) of them, or other bytes",
                    advice: "Save the arrays again with numpy.savez.")
            }
            contents.values.append((path, .text(value)))
        }
    }

    private static func tensor(
        _ path: [String], _ type: ElementType, _ header: NumpyHeader, _ region: any ByteRegion
    ) -> StoredTensor {
        let strides =
            header.isFortran
            ? StoredTensor.rowMajor(header.shape.reversed()).reversed() : StoredTensor.rowMajor(header.shape)
        return StoredTensor(
            path: path, type: type, shape: header.shape, strides: strides, offset: 0, region: region,
            isByteSwapped: header.isBigEndian && type.byteCount > 1)
    }
}
