import Foundation

/// Text files as people's editors leave them.
enum ManifestText {
    /// The extensions of structured manifests.
    static let extensions = ["csv", "tsv", "json", "jsonl", "ndjson", "yaml", "yml"]

    static func fileExtension(_ path: String) -> String {
        (path as NSString).pathExtension.lowercased()
    }

    /// UTF-8 text without byte-order mark; line ends are left as they are.
    ///
    /// Throws: `SuiteError.unreadable`.
    static func read(_ file: String) throws -> String {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            let exists = FileManager.default.fileExists(atPath: file)
            throw SuiteError.unreadable(
                file: file, reason: exists ? error.localizedDescription : "there is no such file")
        }
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        guard let text = String(data: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes, encoding: .utf8)
        else { throw SuiteError.unreadable(file: file, reason: "expected UTF-8 text, found other bytes") }
        return text
    }
}
