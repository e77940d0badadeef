import Foundation
import Yams

/// What a suite's `suite.yaml` declares.
public struct SuiteDefinition: Sendable, Hashable, Codable {
    /// Where the samples come from.
    public enum Source: String, Sendable, Codable {
        /// Rendered by the toy-world renderer; `categories` name its families.
        case procedural
        /// A manifest in the suite's folder, named by `manifest`.
        case manifest
        /// The user's own files, named on the command line.
        case user
        /// A public data set in its official layout, described by `dataset`; its folder is named on the command line.
        case dataset
    }

    /// A category and the number of its clips: in the test split of what is drawn, in the release of a data set.
    public struct Category: Sendable, Hashable, Codable {
        public var id: String
        /// Nil where the release does not say.
        public var clips: Int?
        /// Other spellings in annotation files; case, spaces, hyphens and underscores never count.
        public var aliases: [String]?

        public init(id: String, clips: Int?, aliases: [String]? = nil) {
            self.id = id
            self.clips = clips
            self.aliases = aliases
        }
    }

    /// Which frame of a reference video is the input image.
    public enum ConditioningFrame: String, Sendable, Codable {
        case first, middle
        /// Frame `h mod F` of a video of F frames, h the number that seed and sample give; see `SampleDraw`.
        case random
    }

    /// Weights that a run uses unless told otherwise.
    public enum Weights: String, Sendable, Codable {
        case official, demo, synthetic
    }

    /// The sampler settings of the suite's protocol; whatever is nil is the generator's default.
    public struct Sampler: Sendable, Hashable, Codable {
        public var preset: String?
        public var steps: Int?
        public var textGuidance: Double?
        public var imageGuidance: Double?
        public var frameStride: Int?
        public var negativePrompt: String?

        public init(
            preset: String? = nil, steps: Int? = nil, textGuidance: Double? = nil,
            imageGuidance: Double? = nil, frameStride: Int? = nil, negativePrompt: String? = nil
        ) {
            self.preset = preset
            self.steps = steps
            self.textGuidance = textGuidance
            self.imageGuidance = imageGuidance
            self.frameStride = frameStride
            self.negativePrompt = negativePrompt
        }

        enum CodingKeys: String, CodingKey {
            case preset, steps
            case textGuidance = "text_guidance"
            case imageGuidance = "image_guidance"
            case frameStride = "frame_stride"
            case negativePrompt = "negative_prompt"
        }
    }

    public var id: String
    public var version: String
    public var title: String
    /// One line for `list suites`.
    public var summary: String
    public var source: Source
    /// Manifest file beside `suite.yaml`, for `source: manifest`.
    public var manifest: String?
    /// Layout, files and drawing rule, for `source: dataset`.
    public var dataset: Dataset?
    public var categories: [Category]
    public var protocolSettings: SuiteProtocol
    public var conditioningFrame: ConditioningFrame
    /// What a reader of its reports sees, in a few sentences.
    public var reading: String?
    /// Why rows of an ablation may do other than the paper's.
    public var ablationNote: String?
    /// Metric ids in the order of the table's columns.
    public var metrics: [String]
    public var sampler: Sampler
    public var weights: Weights
}

extension SuiteDefinition {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, version, title, summary, source, manifest, dataset, categories, reading, metrics, sampler,
            weights
        case ablationNote = "ablation_note"
        case protocolSettings = "protocol"
    }

    private enum ProtocolKeys: String, CodingKey {
        case frames, size
        case framesPerSecond = "fps"
        case conditioningFrame = "conditioning_frame"
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        version = try fields.decode(String.self, forKey: .version)
        title = try fields.decode(String.self, forKey: .title)
        summary = try fields.decode(String.self, forKey: .summary)
        source = try fields.decode(Source.self, forKey: .source)
        manifest = try fields.decodeIfPresent(String.self, forKey: .manifest)
        dataset = try fields.decodeIfPresent(Dataset.self, forKey: .dataset)
        categories = try fields.decodeIfPresent([Category].self, forKey: .categories) ?? []
        reading = try fields.decodeIfPresent(String.self, forKey: .reading)
        ablationNote = try fields.decodeIfPresent(String.self, forKey: .ablationNote)
        metrics = try fields.decode([String].self, forKey: .metrics)
        sampler = try fields.decodeIfPresent(Sampler.self, forKey: .sampler) ?? Sampler()
        weights = try fields.decodeIfPresent(Weights.self, forKey: .weights) ?? .official

        let rules = try fields.nestedContainer(keyedBy: ProtocolKeys.self, forKey: .protocolSettings)
        let size = try rules.decode([Int].self, forKey: .size)
        guard size.count == 2 else {
            throw DecodingError.dataCorruptedError(
                forKey: .size, in: rules,
                debugDescription: "expected [width, height], found \(size.count) numbers")
        }
        protocolSettings = SuiteProtocol(
            frames: try rules.decode(Int.self, forKey: .frames), width: size[0], height: size[1],
            framesPerSecond: try rules.decode(Double.self, forKey: .framesPerSecond))
        conditioningFrame =
            try rules.decodeIfPresent(ConditioningFrame.self, forKey: .conditioningFrame) ?? .first
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(version, forKey: .version)
        try fields.encode(title, forKey: .title)
        try fields.encode(summary, forKey: .summary)
        try fields.encode(source, forKey: .source)
        try fields.encodeIfPresent(manifest, forKey: .manifest)
        try fields.encodeIfPresent(dataset, forKey: .dataset)
        try fields.encode(categories, forKey: .categories)
        try fields.encodeIfPresent(reading, forKey: .reading)
        try fields.encodeIfPresent(ablationNote, forKey: .ablationNote)
        try fields.encode(metrics, forKey: .metrics)
        try fields.encode(sampler, forKey: .sampler)
        try fields.encode(weights, forKey: .weights)
        var rules = fields.nestedContainer(keyedBy: ProtocolKeys.self, forKey: .protocolSettings)
        try rules.encode(protocolSettings.frames, forKey: .frames)
        try rules.encode([protocolSettings.width, protocolSettings.height], forKey: .size)
        try rules.encode(protocolSettings.framesPerSecond, forKey: .framesPerSecond)
        try rules.encode(conditioningFrame, forKey: .conditioningFrame)
    }

    /// Reads a `suite.yaml`.
    ///
    /// Throws: `SuiteError.unreadable` when the file cannot be read, `SuiteError.definition` naming the file and the field.
    public init(file: String) throws {
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
        } catch {
            throw SuiteError.unreadable(file: file, reason: error.localizedDescription)
        }
        do {
            self = try YAMLDecoder().decode(SuiteDefinition.self, from: text)
        } catch {
            throw SuiteError.definition(file: file, reason: SuiteError.describe(error))
        }
        try validate(file: file)
    }

    private func validate(file: String) throws {
        let rules = protocolSettings
        guard rules.frames > 0, rules.width > 0, rules.height > 0, rules.framesPerSecond > 0 else {
            throw SuiteError.definition(
                file: file, reason: "`protocol`: frames, size and fps must be positive")
        }
        if let empty = categories.first(where: { ($0.clips ?? (source == .procedural ? 0 : 1)) < 1 }) {
            throw SuiteError.definition(
                file: file,
                reason: "`categories`: \(empty.id) has \(empty.clips ?? 0) clips, expected at least 1")
        }
        guard Set(categories.map(\.id)).count == categories.count else {
            throw SuiteError.definition(file: file, reason: "`categories`: an id occurs twice")
        }
        if source == .manifest, manifest == nil {
            throw SuiteError.definition(
                file: file, reason: "`source: manifest` needs `manifest: FILE`, found none")
        }
        if source == .dataset { try validateDataset(file: file) }
    }
}
