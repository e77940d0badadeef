import Benchmarks
import Checkpoints
import Media
import Metrics
import Tensor

/// Scores clips of the toy world that are spoilt by degrees, with the demo's networks.
///
/// The clips are those of the demo suite; metrics of sets compare them with other clips of its test split. Values of
/// single videos are means over the clips.
public struct MetricValidation {
    /// How strongly clips are spoilt.
    public static let degrees = [0, 0.25, 0.5, 1]

    let locator: WeightLocator
    let extractors: FeatureExtractors
    let size: SuiteProtocol
    let clips: [DemoClip]
    let reference: [DemoClip]

    /// - Parameter clipsPerCategory: clips that are spoilt; the reference has twice as many others.
    /// - Throws: `SuiteError` when the demo suite cannot be read.
    public init(locator: WeightLocator, suites: SuiteRegistry, clipsPerCategory: Int = 4) throws {
        let settings = try suites.suite("demo").protocolSettings
        func drawn(_ numbers: Range<Int>) -> [DemoClip] {
            numbers.flatMap { number in
                DemoClip.categories.compactMap {
                    DemoClip(
                        category: $0, split: .test, number: number, width: settings.width,
                        height: settings.height)
                }
            }
        }
        self.locator = locator
        size = settings
        clips = drawn(0..<clipsPerCategory)
        reference = drawn(clipsPerCategory..<3 * clipsPerCategory)
        extractors = FeatureExtractors(.demo) { try locator.weights(for: $0, .demo) }
    }

    /// The rows of `claims`, in their order.
    ///
    /// - Parameter progress: called with the number of finished sets of clips.
    /// - Throws: what loading and running a network throws, `MetricError`.
    public func table(
        _ claims: [ValidationClaim] = ValidationClaim.all, progress: (Int) -> Void = { _ in }
    ) throws -> ValidationTable {
        let degrees = Self.degrees.dropFirst()
        var done = 0
        func step<Result>(_ work: () throws -> Result) rethrows -> Result {
            defer {
                done += 1
                progress(done)
            }
            return try work()
        }
        let all = try metrics(of: claims)
        let real = try step {
            ValidationSet("reference clips", try features(of: all, reference) { $0.frames })
        }
        let whole = try step { try evaluated(all, nil, 0, real) }
        var values: [ClipCorruption: [[String: Double]]] = [:]
        for corruption in Self.corruptions(of: claims) {
            let concerned = try metrics(of: claims.filter { $0.corruption == corruption })
            values[corruption] = try degrees.map { degree in
                try step { try evaluated(concerned, corruption, degree, real) }
            }
        }
        let rows = try claims.map { claim in
            let spoilt = (values[claim.corruption] ?? []).compactMap { $0[claim.metric] }
            let metric = try MetricRegistry.metric(claim.metric)
            return ValidationTable.Row(
                claim: claim, values: [whole[claim.metric]].compactMap { $0 } + spoilt,
                weights: try provenance(of: metric))
        }
        return ValidationTable(
            degrees: Self.degrees, clips: clips.count, referenceClips: reference.count, rows: rows)
    }

    /// Sets of clips that a table goes through: the reference, the clips as they are, and every corruption by degrees.
    public static func setCount(_ claims: [ValidationClaim]) -> Int {
        2 + corruptions(of: claims).count * (degrees.count - 1)
    }

    private static func corruptions(of claims: [ValidationClaim]) -> [ClipCorruption] {
        ClipCorruption.allCases.filter { kind in claims.contains { $0.corruption == kind } }
    }

    private func metrics(of claims: [ValidationClaim]) throws -> [any Metric] {
        var ids: [String] = []
        for claim in claims where !ids.contains(claim.metric) { ids.append(claim.metric) }
        return try ids.map { try MetricRegistry.metric($0) }
    }

    /// The least official of the metric's weights.
    func provenance(of metric: any Metric) throws -> Provenance? {
        let found = try metric.descriptor.allFeatures.compactMap {
            try extractors.weightIdentity(for: $0)?.provenance
        }
        return found.contains(.synthetic) ? .synthetic : found.first
    }

    /// Values by metric id of all clips, spoilt in one way and degree.
    private func evaluated(
        _ metrics: [any Metric], _ corruption: ClipCorruption?, _ degree: Double, _ real: ValidationSet
    ) throws -> [String: Double] {
        let count = clips.count
        let scored = try features(of: metrics, clips) { clip in
            guard let corruption else { return clip.frames }
            return corruption.applied(
                to: clip.frames, degree: degree, other: clip.partner(among: clips).frames(size.frames),
                seed: UInt64(clip.index))
        } words: { index in
            let swaps =
                corruption == .captionSwap
                && ClipCorruption.swapsCaption(ofClip: index, of: count, degree: degree)
            return swaps ? clips[(index + 1) % count] : clips[index]
        }
        return try values(of: metrics, scored, real)
    }

    /// Values by metric id; those of single videos are means.
    func values(
        of metrics: [any Metric], _ scored: [StoredClipFeatures], _ real: ValidationSet
    ) throws -> [String: Double] {
        let set = ValidationSet("clips", scored)
        var values: [String: Double] = [:]
        for metric in metrics {
            let id = metric.descriptor.id
            if let single = metric as? any PerVideoMetric {
                values[id] =
                    try scored.map { try single.checkedScore($0).value }.reduce(0, +) / Double(scored.count)
            } else if let ofSets = metric as? any SetMetric {
                values[id] = try ofSets.evaluate(set, against: .videos(real)).value
            }
        }
        return values
    }

    /// A clip on its way through a corruption.
    struct Drawn {
        let index: Int
        let frames: [RGBImage]

        /// The clip of the next category.
        func partner(among clips: [DemoClip]) -> DemoClip { clips[(index + 1) % clips.count] }
    }

    /// What metrics read of clips.
    /// - Parameter frames: the frames to look at.
    /// - Parameter words: which clip's words go with them.
    func features(
        of metrics: [any Metric], _ clips: [DemoClip], frames: (Drawn) -> [RGBImage],
        words: (Int) -> DemoClip? = { _ in nil }
    ) throws -> [StoredClipFeatures] {
        let keys = Set(metrics.flatMap(\.descriptor.features))
        let ofFrames = keys.filter(FeatureExtractors.describesFrames)
        let ofImages = Set(
            metrics.filter { $0.descriptor.inputs.contains(.firstFrame) }.flatMap(\.descriptor.allFeatures)
        ).filter(FeatureExtractors.describesFrames)
        return try clips.enumerated().map { index, clip in
            let drawn = Drawn(index: index, frames: clip.frames(size.frames))
            let spoken = words(index) ?? clip
            let outline = ClipOutline(
                width: size.width, height: size.height, frames: size.frames,
                framesPerSecond: size.framesPerSecond)
            let accumulator = try extractors.begin(
                ofFrames.sorted { ($0.extractor, $0.preprocessing) < ($1.extractor, $1.preprocessing) },
                of: outline)
            accumulator.append(frames(drawn))
            let result = accumulator.finish()
            if let failure = result.failures.first?.value { throw failure }
            return StoredClipFeatures(
                sampleID: clip.id, outline: outline,
                labels: ClipLabels(objects: spoken.objects, scene: spoken.scene), frames: result.features,
                firstFrame: try Dictionary(
                    uniqueKeysWithValues: ofImages.map {
                        ($0, try extractors.feature($0, of: drawn.frames[0]))
                    }),
                prompt: try Dictionary(
                    uniqueKeysWithValues: keys.subtracting(ofFrames).map {
                        ($0, try extractors.feature($0, ofPrompt: spoken.caption))
                    }))
        }
    }
}
