/// One member of a zip archive, for what comes packed.
package enum ZipMember {
    /// Hands the bytes of a member to `body`, checked against their CRC-32.
    ///
    /// - Throws: `CheckpointError` when the file is no archive or has no such member, and what `body` throws.
    package static func read(
        _ name: String, of archive: String, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let zip = try ZipArchive(MappedFile(archive))
        guard let entry = zip[name] else {
            let names = zip.entries.prefix(10).map(\.name).joined(separator: ", ")
            throw CheckpointError.malformed(
                file: archive, expected: "a member \"\(name)\"", found: names.isEmpty ? "none" : names,
                advice: "Fetch the file again.")
        }
        try zip.region(entry).withBytes(body)
    }
}
