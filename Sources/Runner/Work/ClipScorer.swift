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
    func score(_ metrics: [any Metric], recorded: VideoFile?) throws -> Result {
        guard FileManager.default.fileExists(atPath: path) else { throw MediaError.missing(path: path) }
        let begin = environment.uptime()
        ProcessMemory.resetPeak()
        let hash = try FileHash.of(path)
        if let recorded, recorded.sha256 != hash {
            throw ChangedVideo(path: path, expected: recorded.sha256, found: hash)
        }
        let file = try recorded ?? store.file(sha256: hash)
        // A metric that lacks an input will be skipped, so its networks need not look at the video.
        let descriptors = metrics.map(\.descriptor).filter { missingInput(of: $0) == nil }
        let extractors = try resolved.extractors(descriptors)
        let reader = ClipPass(
            features: resolved.features, environment: environment,
            defaultFramesPerSecond: resolved.plan.suite.settings.framesPerSecond, path: path)
        let keys = resolved.frameKeys(descriptors)
        func missing(_ outline: ClipOutline) throws -> [FeatureKey] {
            try store.missing(
                keys, extractors: extractors, content: hash, of: outline, features: resolved.features)
        }
        var passed: ClipPass.Result?
        if let known = file.map(ClipOutline.init) {
            let missing = try missing(known)
            if !missing.isEmpty { passed = try reader.run(announced: known.frames) { _ in missing } }
        } else {
            passed = try reader.run(missing)
        }
        guard let outline = passed?.outline ?? file.map(ClipOutline.init) else {
            preconditionFailure("a video is either known or read")
        }
        let clip = ClipFeatureCache(
            sampleID: member.sample.id, outline: outline,
            labels: ClipLabels(objects: member.sample.objects, scene: member.sample.scene),
            content: content(hash), store: store, provider: resolved.features, extractors: extractors)
        if let passed { try clip.add(passed) }
        let (scores, seconds) = try evaluate(metrics, on: clip)
        return Result(
            scored: ScoredVideo(
                file: recorded == nil ? VideoFile(outline, sha256: hash, path: store.recorded(path)) : nil,
                extractors: Array(Set(extractors.values)).sorted { $0.hash < $1.hash },
                features: clip.fresh, scores: scores,
                timings: [
                    Timing(
                        stage: "score", seconds: environment.uptime() - begin,
                        peakMemory: ProcessMemory.peak())
                ] + (passed?.timings ?? []) + seconds),
            decoded: passed != nil)
    }

    private func evaluate(_ metrics: [any Metric], on clip: ClipFeatureCache) throws
        -> ([ScoreRecord], [Timing])
    {
        var timings: [Timing] = []
        let scores = try metrics.map { metric in
            let begin = environment.uptime()
            defer {
                timings.append(
                    Timing(stage: "score.\(metric.descriptor.id)", seconds: environment.uptime() - begin))
            }
            return try evaluate(metric, on: clip)
        }
        return (scores, timings)
    }

    private func content(_ hash: String) -> ClipFeatureCache.Content {
        let sample = member.sample
        let hasImage = !isImported || sample.image != nil
        return ClipFeatureCache.Content(
            videoHash: hash, prompt: sample.prompt, imageHash: hasImage ? member.record.imageHash : nil,
            image: { try resolved.suite.firstFrame(of: sample) })
    }
}

extension ClipScorer {
    private func evaluate(_ metric: any Metric, on clip: ClipFeatureCache) throws -> ScoreRecord {
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
            guard let metric = metric as? any PerVideoMetric else {
                return record(.finished, value: Double(try contribution(of: descriptor, clip)))
            }
            let score = try metric.score(clip)
            guard score.value.isFinite, descriptor.range.contains(score.value) else {
                return record(
                    .failed,
                    "\(member.sample.id): \(descriptor.id): expected a value in \(descriptor.range), found "
                        + "\(score.value); the weights may not be the metric's")
            }
            return record(.finished, value: score.value, parts: score.parts)
        } catch let missing as MissingInput {
            return record(.skipped, missing.description)
        } catch let error as MetricError where error.isOmission {
            return record(.skipped, error.description)
        } catch let error where Runner.isSampleFailure(error) {
            return record(.failed, Runner.reason(error))
        }
    }

    /// Vectors that the video adds to the set of a metric.
    private func contribution(of descriptor: MetricDescriptor, _ clip: ClipFeatureCache) throws -> Int {
        var rows = 0
        for key in descriptor.features {
            if resolved.features.describesFrames(key) {
                rows = try clip.frames(key).rows
            } else {
                _ = try clip.prompt(key)
            }
        }
        return rows
    }

    private func missingInput(of descriptor: MetricDescriptor) -> MissingInput? {
        let sample = member.sample
        for input in descriptor.inputs {
            let isThere =
                switch input {
                case .prompt: !(sample.prompt ?? "").isEmpty
                case .firstFrame: (!isImported || sample.image != nil) && member.record.imageHash != nil
                case .objectLabel: !sample.objects.isEmpty
                case .sceneLabel: !(sample.scene ?? "").isEmpty
                // Looked for when the whole set is evaluated.
                case .referenceSet: true
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

extension ClipPass.Result {
    var timings: [Timing] {
        [Timing(stage: "decode", seconds: decodeSeconds)]
            + seconds.sorted { $0.key < $1.key }.map { Timing(stage: "extract.\($0.key)", seconds: $0.value) }
    }
}

extension ClipOutline {
    init(_ file: VideoFile) {
        self.init(
            width: file.width, height: file.height, frames: file.frames,
            framesPerSecond: file.framesPerSecond)
    }
}

extension VideoFile {
    init(_ outline: ClipOutline, sha256: String, path: String) {
        self.init(
            sha256: sha256, path: path, frames: outline.frames ?? 0, width: outline.width,
            height: outline.height, framesPerSecond: outline.framesPerSecond)
    }
}

extension ResolvedPlan {
    /// The features of frames that metrics read, in a fixed order.
    func frameKeys(_ metrics: [MetricDescriptor]) -> [FeatureKey] {
        Set(metrics.flatMap(\.features)).filter(features.describesFrames)
            .sorted { ($0.extractor, $0.preprocessing) < ($1.extractor, $1.preprocessing) }
    }

    /// What the features of metrics are made with.
    func extractors(_ metrics: [MetricDescriptor]) throws -> [FeatureKey: ExtractorRecord] {
        var found: [FeatureKey: ExtractorRecord] = [:]
        for key in Set(metrics.flatMap(\.allFeatures)) {
            found[key] = try ExtractorRecord(
                key, component: features.component(for: key), arithmetic: plan.arithmetic)
        }
        return found
    }
}

extension Store {
    /// Which features of frames are not there yet.
    func missing(
        _ keys: [FeatureKey], extractors: [FeatureKey: ExtractorRecord], content: String,
        of clip: ClipOutline,
        features: any FeatureProvider
    ) throws -> [FeatureKey] {
        let addresses = keys.compactMap { key in
            extractors[key].map {
                FeatureRecord.Address(
                    key, extractor: $0, kind: .frames, content: content,
                    framesPerSecond: features.dependsOnFrameRate(key) ? clip.framesPerSecond : nil)
            }
        }
        let present = try present(addresses)
        return zip(keys, addresses).filter { !present.contains($0.1) }.map(\.0)
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
