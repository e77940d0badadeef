/// Reads `.npy` files and `.npz` archives of them.
enum NumpyReader {
    static func array(_ file: MappedFile) throws -> CheckpointContents {
        let header = try NumpyHeader(file.bytes, available: file.count, file: file.path)
        let region = MappedRegion(file: file, range: header.length..<file.count)
        return CheckpointContents(
            container: .npy, tensors: [tensor([], header, region)], files: [file])
    }

    /// Members keep their names without `.npy`, slashes included.
    static func archive(_ archive: ZipArchive) throws -> CheckpointContents {
        var tensors: [StoredTensor] = []
        for entry in archive.entries where !entry.name.hasSuffix("/") {
            let name = "\(archive.file.path), member \"\(entry.name)\""
            guard entry.name.hasSuffix(".npy") else {
                throw CheckpointError.malformed(
                    file: archive.file.path, expected: "an archive of .npy members",
                    found: "\"\(entry.name)\"", advice: "Save the arrays again with numpy.savez.")
            }
            let prefix = try archive.region(entry).prefix(NumpyHeader.largestLength)
            let header = try prefix.withUnsafeBytes { try NumpyHeader($0, available: entry.size, file: name) }
            let region = ZipRegion(archive: archive, entry: entry, skipping: header.length)
            tensors.append(tensor([String(entry.name.dropLast(4))], header, region))
        }
        return CheckpointContents(container: .npz, tensors: tensors, files: [archive.file])
    }

    private static func tensor(_ path: [String], _ header: NumpyHeader, _ region: any ByteRegion)
        -> StoredTensor
    {
        StoredTensor(
            path: path, type: header.type, shape: header.shape, strides: header.strides, offset: 0,
            region: region, isByteSwapped: header.isBigEndian && header.type.byteCount > 1)
    }
}
