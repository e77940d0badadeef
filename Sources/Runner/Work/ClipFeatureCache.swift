import Hashing
import Media
import Metrics
import Store
import Tensor

/// The features of one video as metrics ask for them: from memory, from the store, or computed now and kept for
/// the store.
final class ClipFeatureCache: ClipFeatures {
    let sampleID: String
    let outline: ClipOutline
    let labels: ClipLabels
    private let store: Store
    private let provider: any FeatureProvider
    private let extractors: [FeatureKey: ExtractorRecord]
    private let content: Content
    private var known: [FeatureRecord.Address: Tensor] = [:]
    private var failures: [FeatureKey: any Error] = [:]
    /// Features that the store does not hold yet.
    private(set) var fresh: [FeatureRecord] = []

    /// What features are computed from and cached by.
    struct Content {
        var videoHash: String
        var prompt: String?
        /// Nil where the sample has no input image of its own.
        var imageHash: String?
        var image: () throws -> RGBImage
    }

    init(
        sampleID: String, outline: ClipOutline, labels: ClipLabels, content: Content, store: Store,
        provider: any FeatureProvider, extractors: [FeatureKey: ExtractorRecord]
    ) {
        self.sampleID = sampleID
        self.outline = outline
        self.labels = labels
        self.content = content
        self.store = store
        self.provider = provider
        self.extractors = extractors
    }

    func frames(_ key: FeatureKey) throws -> Tensor {
        if let failure = failures[key] { throw failure }
        return try lookUp(try address(key, .frames, content.videoHash)) {
            preconditionFailure("frame features are computed before metrics run: \(key)")
        }
    }

    func firstFrame(_ key: FeatureKey) throws -> Tensor {
        guard let hash = content.imageHash else {
            throw MissingInput(input: .firstFrame, sample: sampleID)
        }
        return try lookUp(try address(key, .firstFrame, hash)) {
            try provider.feature(key, of: try content.image())
        }
    }

    func prompt(_ key: FeatureKey) throws -> Tensor {
        guard let prompt = content.prompt else { throw MissingInput(input: .prompt, sample: sampleID) }
        return try lookUp(try address(key, .prompt, SHA256.hex(of: prompt.utf8))) {
            try provider.feature(key, ofPrompt: prompt)
        }
    }

    /// Takes what one pass over the video has just yielded.
    func add(_ pass: ClipPass.Result) throws {
        failures = pass.failures
        for (key, tensor) in pass.features.sorted(by: {
            ($0.key.extractor, $0.key.preprocessing) < ($1.key.extractor, $1.key.preprocessing)
        }) {
            try keep(tensor, at: try address(key, .frames, content.videoHash))
        }
    }

    func address(_ key: FeatureKey, _ kind: FeatureRecord.Kind, _ hash: String) throws
        -> FeatureRecord.Address
    {
        guard let extractor = extractors[key] else {
            preconditionFailure("a metric asked for \(key), which its descriptor does not list")
        }
        return FeatureRecord.Address(
            key, extractor: extractor, kind: kind, content: hash,
            framesPerSecond: provider.dependsOnFrameRate(key) ? outline.framesPerSecond : nil)
    }

    private func lookUp(_ address: FeatureRecord.Address, compute: () throws -> Tensor) throws -> Tensor {
        if let tensor = known[address] { return tensor }
        if let record = try store.feature(address) {
            let tensor = Tensor([record.rows, record.columns], record.elements)
            known[address] = tensor
            return tensor
        }
        let tensor = try compute()
        try keep(tensor, at: address)
        return tensor
    }

    private func keep(_ tensor: Tensor, at address: FeatureRecord.Address) throws {
        known[address] = tensor
        fresh.append(
            FeatureRecord(
                address: address, elements: tensor.values, rows: tensor.rows, columns: tensor.width))
    }
}

/// A metric asked for something that the sample does not have.
struct MissingInput: Error, CustomStringConvertible {
    var input: MetricInput
    var sample: String

    var description: String {
        switch input {
        case .prompt: "the sample has no prompt; give prompts with --prompts FILE or in the manifest"
        case .firstFrame:
            "the sample has no input image; give images with --images FOLDER or in the manifest"
        case .referenceSet: "there is no reference set; give real videos or statistics with --reference"
        case .objectLabel: "the sample has no object label; give one in the manifest's column “objects”"
        case .sceneLabel: "the sample has no scene label; give one in the manifest's column “scene”"
        }
    }
}

extension FeatureRecord.Address {
    /// - Parameter framesPerSecond: of the video, for features that depend on it: some files do not state their
    ///   rate, so the content alone does not tell.
    init(
        _ key: FeatureKey, extractor: ExtractorRecord, kind: FeatureRecord.Kind, content: String,
        framesPerSecond: Double?
    ) {
        self.init(
            extractor: extractor.hash,
            preprocessing: key.preprocessing + (framesPerSecond.map { "@\($0)fps" } ?? ""), kind: kind,
            content: content)
    }
}
