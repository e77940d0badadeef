import Foundation
import Hashing

/// Finished videos of a model, matched to the samples of a suite: a row for the suite's tables.
public struct ImportedSystem: Sendable, Hashable, Codable {
    /// A video of a sample.
    public struct Video: Sendable, Hashable, Codable {
        public var sample: String
        /// Which of the sample's videos it is, from 0; stands where a seed would.
        public var index: Int
        /// Relative to the file of the system where it begins with no slash.
        public var file: String
        public var sha256: String
        /// The file that was imported, when it is another one.
        public var original: String?
        public var originalSHA256: String?

        enum CodingKeys: String, CodingKey {
            case sample, index, file, sha256, original
            case originalSHA256 = "original_sha256"
        }
    }

    public static let format = "i2vbench-system/1"

    public var format: String
    /// What tables call the model.
    public var name: String
    public var suite: String
    public var suiteHash: String
    /// Id of the `ComparisonProtocol` that the videos were brought to; nil for videos as they were made.
    public var comparison: String?
    /// In the order of the suite's samples, then of their indices.
    public var videos: [Video]

    enum CodingKeys: String, CodingKey {
        case format, name, suite, videos
        case suiteHash = "suite_hash"
        case comparison = "protocol"
    }

    init(name: String, suite: String, suiteHash: String, comparison: String?, videos: [Video]) {
        format = Self.format
        self.name = name
        self.suite = suite
        self.suiteHash = suiteHash
        self.comparison = comparison
        self.videos = videos
    }

    /// Throws: `SuiteError` naming the file and the field.
    public init(file: String) throws {
        let text = try ManifestText.read(file)
        _ = try JSONReader.parse(text, file: file)
        do {
            self = try JSONDecoder().decode(ImportedSystem.self, from: Data(text.utf8))
        } catch {
            throw SuiteError.definition(
                file: file,
                reason: "expected a system that `i2vbench import` wrote; \(SuiteError.describe(error))")
        }
        guard format == Self.format else {
            throw SuiteError.definition(
                file: file, reason: "`format`: expected \(Self.format), found \(format)")
        }
        let holder = URL(fileURLWithPath: file).deletingLastPathComponent()
        for position in videos.indices where !videos[position].file.hasPrefix("/") {
            videos[position].file =
                holder.appendingPathComponent(videos[position].file).standardizedFileURL.path
        }
    }

    /// SHA-256 over which video stands for which sample.
    public var contentHash: String {
        SHA256.hex(of: videos.map { "\($0.sample) \($0.index) \($0.sha256)" }.joined(separator: "\n").utf8)
    }

    /// The indices that videos have, in order.
    public var indices: [Int] { Set(videos.map(\.index)).sorted() }

    /// Writes the system with paths relative to the file where they lie below its folder.
    ///
    /// Throws: `SuiteError.unwritable`.
    public func write(to file: String) throws {
        var portable = self
        let holder = URL(fileURLWithPath: file).deletingLastPathComponent().standardizedFileURL.path
        for position in videos.indices where videos[position].file.hasPrefix(holder + "/") {
            portable.videos[position].file = String(videos[position].file.dropFirst(holder.count + 1))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(atPath: holder, withIntermediateDirectories: true)
            try encoder.encode(portable).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw SuiteError.unwritable(file: file, reason: error.localizedDescription)
        }
    }
}
