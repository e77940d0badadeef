import Checkpoints
import Foundation

/// What is noted of a file when it arrives from a plain address, so that later damage shows where nobody publishes
/// a hash.
struct DownloadReceipt: Codable, Equatable {
    var sha256: String
    var size: Int
    var source: String

    private static func path(_ file: OfficialFile, in cache: URL) -> String {
        cache.appendingPathComponent(".receipts/\(file.id).json").path
    }

    static func read(_ file: OfficialFile, in cache: URL) -> DownloadReceipt? {
        guard let bytes = FileManager.default.contents(atPath: path(file, in: cache)) else { return nil }
        return try? JSONDecoder().decode(DownloadReceipt.self, from: bytes)
    }

    func write(_ file: OfficialFile, in cache: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileSystem.write(
            String(decoding: try encoder.encode(self), as: UTF8.self) + "\n",
            to: Self.path(file, in: cache))
    }
}
