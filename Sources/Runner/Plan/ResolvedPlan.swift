import Checkpoints
import Benchmarks
import Generators
import Hashing
import Media
import Metrics
import Store

/// A plan with everything that is needed to carry it out.
public struct ResolvedPlan: Sendable {
    /// A sample, its place in the suite and what it stands for.
    public struct Member: Sendable {
        public var position: Int
        public var sample: Sample
        public var record: SampleRecord

        public init(position: Int, sample: Sample, record: SampleRecord) {
            self.position = position
            self.sample = sample
            self.record = record
        }
    }

    /// Where the videos of a variant come from.
    public enum Producer: Sendable {
        /// Loads a generator; called once, and only if videos are missing.
        case generator(@Sendable () throws -> any VideoGenerator)
        case files
        /// Finished videos of another model, matched to the samples.
        case system(SystemVideos)
        /// The suite's own real clips, in frames.
        case reference(@Sendable (Sample) throws -> [RGBImage]?)
    }

    public var plan: RunPlan
    public var suite: any Suite
    public var members: [Member]
    /// One for each variant of the plan.
    public var producers: [Producer]
    /// The metrics that can be computed.
    public var metrics: [any Metric]
    public var features: any FeatureProvider
    public var encoding: VideoEncoding
    /// What the videos of each variant should stay away from.
    public var negativePrompts: [String]
    /// What a video of each variant takes, where that is known.
    public var costs: [GenerationCost?]
    /// What sets of videos are compared with.
    public var reference: ReferenceSource

    public init(
        plan: RunPlan, suite: any Suite, members: [Member], producers: [Producer],
        metrics: [any Metric], features: any FeatureProvider, encoding: VideoEncoding,
        negativePrompts: [String]? = nil, costs: [GenerationCost?]? = nil,
        reference: ReferenceSource = .none
    ) {
        precondition(producers.count == plan.variants.count, "every variant has one source of videos")
        self.plan = plan
        self.suite = suite
        self.members = members
        self.producers = producers
        self.metrics = metrics
        self.features = features
        self.encoding = encoding
        self.negativePrompts = negativePrompts ?? producers.map { _ in "" }
        self.costs = costs ?? producers.map { _ in nil }
        self.reference = reference
    }
}

extension ResolvedPlan {
    /// Whether a variant is the videos that the samples themselves name. They have an input image only where the
    /// sample names one; a system's videos were made from the suite's.
    func scoresSamples(_ variant: Int) -> Bool {
        if case .files = producers[variant] { true } else { false }
    }

    func request(_ environment: RunEnvironment) throws -> RunRequest {
        RunRequest(
            planHash: try plan.hash, plan: try CanonicalJSON.text(plan),
            suite: SuiteRecord(
                name: plan.suite.id, version: plan.suite.version, hash: plan.suite.hash,
                title: plan.suite.title, frames: plan.suite.settings.frames,
                width: plan.suite.settings.width, height: plan.suite.settings.height,
                framesPerSecond: plan.suite.settings.framesPerSecond),
            samples: members.map { RunRequest.Placed(position: $0.position, sample: $0.record) },
            variants: try plan.variants.map {
                RunRequest.Variant(
                    label: $0.label, generator: try $0.record(arithmetic: plan.arithmetic),
                    seeds: plan.seeds(of: $0).map { Int($0) })
            },
            encoding: plan.encoding,
            metrics: try plan.metrics.map { try $0.record(arithmetic: plan.arithmetic) },
            codeVersion: environment.codeVersion, machine: try CanonicalJSON.text(environment.machine))
    }
}

extension ResolvedPlan.Member {
    /// Looks up what a sample stands for: the hashes of its files, or of the pixels of an image that is rendered
    /// or cut out of a video. A file that cannot be read has no hash; the sample fails later, with the reason.
    ///
    /// - Parameter fromImage: whether videos are made from the sample's input image.
    public init(_ sample: Sample, position: Int, suite: any Suite, fromImage: Bool) throws {
        var imageHash: String?
        if let image = sample.image {
            imageHash = try? FileHash.of(image)
        } else if fromImage {
            imageHash = (try? suite.firstFrame(of: sample)).map(FileHash.of)
        }
        let videoHash = (fromImage ? sample.reference : sample.video).flatMap { try? FileHash.of($0) }
        let fields: [String?] = [
            sample.id, sample.category, sample.prompt, imageHash, videoHash, sample.scene,
        ]
        let record = SampleRecord(
            hash: SHA256.hex(of: try CanonicalJSON.text(fields + sample.objects.map(Optional.some)).utf8),
            name: sample.id, category: sample.category, prompt: sample.prompt, imageHash: imageHash,
            videoHash: videoHash, objects: sample.objects, scene: sample.scene)
        self.init(position: position, sample: sample, record: record)
    }
}
