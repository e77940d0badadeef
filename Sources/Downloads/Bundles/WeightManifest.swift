import Checkpoints
import Foundation

/// What an exported archive or folder holds; `manifest.json` at its top.
struct WeightManifest: Codable, Equatable {
    struct Entry: Codable, Equatable {
        /// The file's name in the registry.
        var id: String
        /// Path inside the archive or folder.
        var path: String
        var size: Int
        var sha256: String
        var source: String
        var licence: String
        var citation: String
        /// How the hub's cache knows the file, where it came from there.
        var hub: Hub?
    }

    struct Hub: Codable, Equatable {
        var file: HubFile
        var commit: String
        var etag: String
    }

    static let fileName = "manifest.json"
    static let hashListName = "SHA256SUMS"
    static let format = "i2vbench-weights"
    static let version = 1

    var format = Self.format
    var version = Self.version
    var files: [Entry]

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// As `sha256sum --check` reads it.
    var hashList: String { files.map { "\($0.sha256)  \($0.path)\n" }.joined() }

    /// - Throws: `DownloadError.bundle` for another format, a newer version, and paths that leave the bundle.
    init(_ bytes: Data, path: String) throws {
        func refuse(_ expected: String, _ found: String) -> DownloadError {
            .bundle(
                path: path, expected: expected, found: found,
                advice: "Make it again with `i2vbench weights export`.")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(Self.self, from: bytes)
        } catch {
            throw refuse("a manifest of exported weights", "other JSON or none")
        }
        guard format == Self.format, version == Self.version else {
            throw refuse("\(Self.format) version \(Self.version)", "\(format) version \(version)")
        }
        for entry in files where !Self.isSafe(entry.path) {
            throw refuse("paths inside the bundle", "\"\(entry.path)\"")
        }
    }

    init(files: [Entry]) { self.files = files }

    private static func isSafe(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return !path.isEmpty && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
    }
}
