/// The directory of a zip file, zip64 included, with every offset and length checked against the file.
final class ZipArchive: Sendable {
    let file: MappedFile
    /// Members in file order of the central directory.
    let entries: [ZipEntry]
    private let positions: [String: Int]

    /// - Throws: `CheckpointError.malformed` for truncated or contradictory archives, duplicate names and
    ///   members that overlap or leave the file.
    init(_ file: MappedFile) throws {
        self.file = file
        let reader = ZipDirectoryReader(file: file)
        let directory = try reader.locate()
        var entries = try reader.entries(of: directory)
        var positions: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            guard positions.updateValue(index, forKey: entry.name) == nil else {
                throw reader.damaged("names that occur once", "two members named \"\(entry.name)\"")
            }
        }
        var end = directory.offset
        for index in entries.indices.sorted(by: { entries[$0].headerOffset > entries[$1].headerOffset }) {
            entries[index].bytesOffset = try reader.bytesOffset(of: entries[index])
            guard entries[index].range.upperBound <= end else {
                throw reader.damaged(
                    "members that follow one another",
                    "\"\(entries[index].name)\" reaching to byte \(entries[index].range.upperBound), past \(end)"
                )
            }
            end = entries[index].headerOffset
        }
        self.entries = entries
        self.positions = positions
    }

    subscript(_ name: String) -> ZipEntry? { positions[name].map { entries[$0] } }

    /// The bytes of a member.
    ///
    /// - Throws: `CheckpointError.malformed` when the member is compressed in a way other than deflate or
    ///   declares a size that its compressed bytes cannot unfold to.
    func region(_ entry: ZipEntry) throws -> ZipRegion {
        guard entry.isStored || entry.isDeflated else {
            throw damaged(entry, "a stored or deflated member", "compression method \(entry.method)")
        }
        // Deflate cannot shrink anything by more than 1032.
        guard entry.isStored || entry.size / 1032 <= entry.compressedSize else {
            throw damaged(
                entry, "a size that deflate can reach",
                "\(entry.size) bytes out of \(entry.compressedSize)")
        }
        return ZipRegion(archive: self, entry: entry)
    }

    func damaged(_ entry: ZipEntry, _ expected: String, _ found: String) -> CheckpointError {
        CheckpointError.malformed(
            file: file.path, expected: expected, found: "\(found) (member \"\(entry.name)\")",
            advice: "Fetch the file again.")
    }
}
