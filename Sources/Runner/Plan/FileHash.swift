import Benchmarks
import Foundation
import Hashing
import Media

/// Hashes of the contents that samples and videos stand for.
enum FileHash {
    /// SHA-256 of a file's bytes; of a folder, over the names and hashes of the files in it.
    static func of(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return try SHA256.hex(ofFile: path)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { !$0.hasPrefix(".") }.sorted()
        let lines = try names.map { "\($0) \(try of(path + "/" + $0))" }
        return SHA256.hex(of: lines.joined(separator: "\n").utf8)
    }

    /// SHA-256 over size and pixels of an image.
    static func of(_ image: RGBImage) -> String { image.contentHash }
}
