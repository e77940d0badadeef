import Foundation

/// What a path is, from its first bytes.
enum FileSignature {
    case folder, jpeg, numpy, zip, other

    /// Throws: `MediaError.missing`, `.unreadable`, or `.notMedia` for an empty or no regular file.
    init(path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw MediaError.missing(path: path)
        }
        if isFolder.boolValue {
            self = .folder
            return
        }
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        guard attributes?[.type] as? FileAttributeType == .typeRegular else {
            throw MediaError.notMedia(path: path, found: "a device, pipe or socket")
        }
        guard let file = fopen(path, "rb") else {
            throw MediaError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        defer { fclose(file) }
        var head = [UInt8](repeating: 0, count: 8)
        let count = fread(&head, 1, head.count, file)
        guard count > 0 else { throw MediaError.notMedia(path: path, found: "an empty file") }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: [0x93] + Array("NUMPY".utf8)) {
            self = .numpy
        } else if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) {
            self = .zip
        } else {
            self = .other
        }
    }
}
