import Checkpoints
import Foundation
import Hashing

/// Compares bytes with everything that is known of the published file.
struct ContentCheck {
    let file: OfficialFile
    /// Name of the bytes on the hub, where they come from there.
    var etag: String?

    /// How the bytes differ from the published ones.
    struct Mismatch: Error, Equatable {
        let expected: String
        let found: String
    }

    /// The SHA-256 of the file at `path`.
    ///
    /// - Throws: `Mismatch`, or the file system's error.
    func digest(ofFile path: String) throws -> String {
        // A branch of the hub may move on; there the name of the bytes says which they are.
        if etag == nil, let size = file.size, let found = FileSystem.size(path), found != size {
            throw Mismatch(expected: "\(size) bytes", found: "\(found)")
        }
        let sha256 = try SHA256.hex(ofFile: path)
        for expected in [file.sha256, etag.flatMap { $0.count == 64 ? $0 : nil }] {
            if let expected, expected != sha256 {
                throw Mismatch(expected: "SHA-256 \(expected)", found: sha256)
            }
        }
        if let etag, etag.count == 40 {
            let found = try GitBlobID.hex(ofFile: path)
            if found != etag { throw Mismatch(expected: "git blob \(etag)", found: found) }
        }
        return sha256
    }

    /// Refuses what cannot be the file although no hash is known: not a checkpoint, not JSON.
    func checkKind(ofFile path: String) throws {
        if file.isCheckpoint {
            do {
                _ = try Checkpoint.open(path)
            } catch let error as CheckpointError {
                throw Mismatch(expected: "a checkpoint", found: error.description)
            }
        } else if file.location.hasSuffix(".json") {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            guard (try? JSONSerialization.jsonObject(with: bytes)) != nil else {
                throw Mismatch(expected: "JSON", found: "something else")
            }
        }
    }
}
