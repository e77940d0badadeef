import Foundation

/// A list of samples that `suite prepare` froze: which entries of a data set, which prompt, which frame, and the hashes
/// of their files, so that another machine uses the very same ones or learns that it cannot.
public struct FrozenSamples: Sendable, Hashable, Codable {
    /// One sample; paths are below the data folder.
    public struct Entry: Sendable, Hashable, Codable {
        public var id: String
        public var category: String
        public var prompt: String?
        public var objects: [String]
        public var scene: String?
        public var file: String
        /// SHA-256 of the file.
        public var sha256: String
        /// SHA-256 of the input image: `rgb8 <width>x<height>\n` and its pixels.
        public var inputSHA256: String
        public var width: Int
        public var height: Int
        /// Frames that a decoder delivers; 1 for an image.
        public var frames: Int
        /// Number of the input frame.
        public var frame: Int

        enum CodingKeys: String, CodingKey {
            case id, category, prompt, objects, scene, file, sha256, width, height, frames, frame
            case inputSHA256 = "input_sha256"
        }
    }

    public static let format = "i2vbench-samples/1"

    public var format: String
    /// As it was when the list was frozen.
    public var definition: SuiteDefinition
    /// The suite's hash.
    public var hash: String
    /// Data folder, relative to the list where it begins with no slash.
    public var data: String
    public var samples: [Entry]

    init(definition: SuiteDefinition, hash: String, data: String, samples: [Entry]) {
        format = Self.format
        self.definition = definition
        self.hash = hash
        self.data = data
        self.samples = samples
    }

    /// Throws: `SuiteError` naming the file and the field.
    public init(file: String) throws {
        let text = try ManifestText.read(file)
        // Read twice, since only our own reader says in which line JSON breaks.
        _ = try JSONReader.parse(text, file: file)
        do {
            self = try JSONDecoder().decode(FrozenSamples.self, from: Data(text.utf8))
        } catch {
            throw SuiteError.definition(
                file: file,
                reason: "expected a list that `i2vbench suite prepare` wrote; \(SuiteError.describe(error))")
        }
        guard format == Self.format else {
            throw SuiteError.definition(
                file: file, reason: "`format`: expected \(Self.format), found \(format)")
        }
        let lines = Dictionary(grouping: samples.indices) { samples[$0].id }
        if let twice = lines.values.first(where: { $0.count > 1 }) {
            throw SuiteError.duplicateID(file: file, id: samples[twice[0]].id, lines: twice.map { $0 + 1 })
        }
    }

    /// Writes the list. Throws: `SuiteError.unwritable`.
    public func write(to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(fileURLWithPath: file), options: .atomic)
        } catch {
            throw SuiteError.unwritable(file: file, reason: error.localizedDescription)
        }
    }

    /// The data folder of a list that lies at `file`.
    func folder(of file: String) -> String {
        guard !data.hasPrefix("/") else { return data }
        let holder = URL(fileURLWithPath: file).deletingLastPathComponent()
        return holder.appendingPathComponent(data).standardizedFileURL.path
    }

    func samples(in folder: String) -> [Sample] {
        samples.map { entry in
            let path = "\(folder)/\(entry.file)"
            let isImage = FileKind(path: entry.file) == .image
            return Sample(
                id: entry.id, category: entry.category, prompt: entry.prompt, image: isImage ? path : nil,
                reference: isImage ? nil : path, objects: entry.objects, scene: entry.scene)
        }
    }

    /// The path from one folder to another, with `..` where need be.
    static func relative(_ path: String, to folder: String) -> String {
        let from = URL(fileURLWithPath: folder).standardizedFileURL.pathComponents
        let target = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
        let shared = zip(from, target).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: from.count - shared) + target.dropFirst(shared)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }
}
