import Benchmarks
import Checkpoints
import Foundation
import Hashing
import Media
import Metrics
import Store
import Tensor

/// Scores one video: at most one pass over its frames, one forward per frame and network, then the metrics.
struct ClipScorer {
    let resolved: ResolvedPlan
    let store: Store
    let environment: RunEnvironment
    let member: ResolvedPlan.Member
    let path: String
    /// Whether the video came finished; it then has an input image only if the sample names one.
    let isImported: Bool

    struct Result {
        var scored: ScoredVideo
        /// Whether the video had to be read.
        var decoded: Bool
    }

    /// - Parameter recorded: the file as the store knows it, nil when it is read for the first time.
    /// - Throws: `MediaError` when the file cannot be read, `RunnerError.videoChanged` when it is another one.
    func score(_ metrics: [any PerVideoMetric], recorded: VideoFile?) throws -> Result {
        guard FileManager.default.fileExists(atPath: path) else { throw MediaError.missing(path: path) }
        let hash = try FileHash.of(path)
        if let recorded, recorded.sha256 != hash {
            throw ChangedVideo(path: path, expected: recorded.sha256, found: hash)
        }
        let extractors = try extractors(metrics)
        let keys = frameKeys(metrics)
        var file = try recorded ?? store.file(sha256: hash)
        file?.path = store.recorded(path)
        let addresses = keys.map { key in
            FeatureRecord.Address(
                extractor: extractors[key]?.hash ?? "", preprocessing: key.preprocessing, kind: .frames,
                content: hash)
        }
        let present = try store.present(addresses)
        let missing = zip(keys, addresses).filter { !present.contains($0.1) }.map(\.0)
        var passed: Pass?
        if file == nil || !missing.isEmpty { passed = try pass(missing, hash: hash) }
        guard let file = passed?.file ?? file else {
            preconditionFailure("a video is either known or read")
        }
        let clip = ClipFeatureCache(
            sampleID: member.sample.id, frameCount: file.frames, content: content(hash), store: store,
            provider: resolved.features, extractors: extractors)
        if let passed { try clip.add(passed.features) }
        var timings = passed?.timings ?? []
        let scores = try metrics.map { metric in
            let begin = environment.uptime()
            defer {
                timings.append(
                    Timing(stage: "score.\(metric.descriptor.id)", seconds: environment.uptime() - begin))
            }
            return try evaluate(metric, on: clip)
        }
        return Result(
            scored: ScoredVideo(
                file: recorded == nil ? file : nil,
                extractors: Array(Set(extractors.values)).sorted { $0.hash < $1.hash },
                features: clip.fresh, scores: scores, timings: timings), decoded: passed != nil)
    }

    private func content(_ hash: String) -> ClipFeatureCache.Content {
        let sample = member.sample
        let hasImage = !isImported || sample.image != nil
        return ClipFeatureCache.Content(
            videoHash: hash, prompt: sample.prompt, imageHash: hasImage ? member.record.imageHash : nil,
            image: { try resolved.suite.firstFrame(of: sample) })
    }

    private func frameKeys(_ metrics: [any PerVideoMetric]) -> [FeatureKey] {
        Set(metrics.flatMap(\.descriptor.features)).filter(resolved.features.describesFrames)
            .sorted { ($0.extractor, $0.preprocessing) < ($1.extractor, $1.preprocessing) }
    }

    private func extractors(_ metrics: [any PerVideoMetric]) throws -> [FeatureKey: ExtractorRecord] {
        var found: [FeatureKey: ExtractorRecord] = [:]
        for key in Set(metrics.flatMap(\.descriptor.features)) {
            found[key] = try ExtractorRecord(
                key, component: resolved.features.component(for: key), arithmetic: resolved.plan.arithmetic)
        }
        return found
    }
}

extension ClipScorer {
    /// What one pass over the frames yields.
    private struct Pass {
        var file: VideoFile
        var features: [FeatureKey: Tensor]
        var timings: [Timing]
    }

    /// Frames that are in memory at once.
    static let batch = 16

    private func pass(_ keys: [FeatureKey], hash: String) throws -> Pass {
        let begin = environment.uptime()
        let source = try environment.decoder.video(at: path)
        let accumulator = keys.isEmpty ? nil : try resolved.features.frameFeatures(keys)
        var decoding = environment.uptime() - begin
        var frames = 0
        var size: (width: Int, height: Int)?
        while true {
            let start = environment.uptime()
            var images: [RGBImage] = []
            while images.count < Self.batch, let image = try source.next() { images.append(image) }
            decoding += environment.uptime() - start
            guard let first = images.first else { break }
            size = size ?? (first.width, first.height)
            frames += images.count
            try accumulator?.append(images)
        }
        guard let size else { throw MediaError.noFrames(path: path, found: "none") }
        let (features, seconds) = try accumulator?.finish() ?? ([:], [:])
        let file = VideoFile(
            sha256: hash, path: store.recorded(path), frames: frames, width: size.width, height: size.height,
            framesPerSecond: source.properties.frameRate?.value
                ?? resolved.plan.suite.settings.framesPerSecond)
        let timings =
            [Timing(stage: "decode", seconds: decoding)]
            + seconds.sorted { $0.key < $1.key }.map { Timing(stage: "extract.\($0.key)", seconds: $0.value) }
        return Pass(file: file, features: features, timings: timings)
    }

    private func evaluate(_ metric: any PerVideoMetric, on clip: ClipFeatureCache) throws -> ScoreRecord {
        let descriptor = metric.descriptor
        guard let planned = resolved.plan.metrics.first(where: { $0.id == descriptor.id }) else {
            preconditionFailure("the plan lists every metric, found \(descriptor.id)")
        }
        let identity = try planned.record(arithmetic: resolved.plan.arithmetic)
        func record(
            _ status: ScoreRecord.Status, _ reason: String? = nil, value: Double? = nil,
            parts: [String: [Double]] = [:]
        ) -> ScoreRecord {
            ScoreRecord(
                metric: descriptor.id, version: descriptor.version, weights: identity.weights,
                provenance: identity.provenance, status: status, reason: reason, value: value, parts: parts)
        }
        if let missing = missingInput(of: descriptor) { return record(.skipped, missing.description) }
        do {
            let score = try metric.score(clip)
            guard score.value.isFinite, descriptor.range.contains(score.value) else {
                return record(
                    .failed,
                    "\(descriptor.id): expected a value in \(descriptor.range), found \(score.value); the weights "
                        + "may not be the metric's")
            }
            return record(.finished, value: score.value, parts: score.parts)
        } catch let missing as MissingInput {
            return record(.skipped, missing.description)
        } catch let error where Runner.isSampleFailure(error) {
            return record(.failed, Runner.reason(error))
        }
    }

    private func missingInput(of descriptor: MetricDescriptor) -> MissingInput? {
        let sample = member.sample
        for input in descriptor.inputs {
            let isThere =
                switch input {
                case .prompt: !(sample.prompt ?? "").isEmpty
                case .firstFrame: (!isImported || sample.image != nil) && member.record.imageHash != nil
                case .referenceSet: false
                }
            if !isThere { return MissingInput(input: input, sample: sample.id) }
        }
        return nil
    }
}

/// A finished video is needed and its file has changed since it was recorded.
private struct ChangedVideo: Error, CustomStringConvertible {
    var path: String
    var expected: String
    var found: String

    var description: String {
        RunnerError.videoChanged(path: path, expected: expected, found: found).description
    }
}

extension ExtractorRecord {
    /// - Parameter component: nil for features of pixels alone.
    init(_ key: FeatureKey, component: PlannedMetric.Component?, arithmetic: String) throws {
        let weights = component?.weights
        let arithmetic = component == nil ? "exact" : arithmetic
        let version = component?.version ?? 1
        self.init(
            hash: SHA256.hex(
                of: "\(key.extractor) \(version) \(weights?.sha256 ?? "none") \(arithmetic)".utf8),
            name: key.extractor, version: version, weightsName: weights?.name ?? "none",
            weightsHash: weights?.sha256 ?? "none", provenance: weights?.provenance.rawValue ?? "none",
            arithmetic: arithmetic)
    }
}
