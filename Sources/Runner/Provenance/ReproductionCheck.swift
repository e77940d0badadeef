import Reports
import Store

/// Whether a run came out as an earlier one did, number by number.
public struct ReproductionCheck: Sendable, Codable, Equatable {
    /// A number that did not come out again.
    public struct Difference: Sendable, Codable, Equatable {
        public var variant: String
        public var metric: String
        /// nil for the value of a set.
        public var sample: String?
        public var seed: UInt64?
        public var expected: Double
        /// nil where the new run has no value.
        public var found: Double?
    }

    /// Numbers of the earlier run that were looked for.
    public var values: Int
    public var differences: [Difference]
    /// Finished videos of the earlier run, and how many have the same bytes.
    public var videos: Int
    public var identicalVideos: Int
    /// Whether the two plans are one; nil where only some metrics or one row were made.
    public var isSamePlan: Bool?

    /// Whether every number came out to the last bit.
    public var isIdentical: Bool { differences.isEmpty }

    /// - Parameters:
    ///   - metrics: the only columns to compare; nil for all.
    ///   - row: the only row to compare; nil for all.
    ///
    /// Throws: `StoreError.noSuchRun`, `RunnerError.damagedPlan`.
    public init(
        of run: Int64, in store: Store, against newRun: Int64, in newStore: Store, metrics: [String]? = nil,
        row: String? = nil
    ) throws {
        let before = try ReportBuilder(store: store, run: run)
        let after = try ReportBuilder(store: newStore, run: newRun)
        let (old, new) = (try before.content(), try after.content())
        func takesPart(_ metric: String, _ variant: String) -> Bool {
            (metrics?.contains(metric) ?? true) && (row ?? variant) == variant
        }
        let found = Dictionary(
            new.scores.map { (Place($0), $0.value) }, uniquingKeysWith: { first, _ in first })
        let scores = old.scores.filter { takesPart($0.metric, $0.video.variant) && $0.value != nil }
        let sets = old.setValues.filter { takesPart($0.metric, $0.variant) }
        differences =
            scores.compactMap { score in
                let value = found[Place(score)].flatMap { $0 }
                guard let expected = score.value, value != expected else { return nil }
                return Difference(
                    variant: score.video.variant, metric: score.metric, sample: score.video.sample,
                    seed: score.video.seed, expected: expected, found: value)
            }
            + sets.compactMap { set in
                let value = new.setValues.first { $0.variant == set.variant && $0.metric == set.metric }?
                    .value
                guard value != set.value else { return nil }
                return Difference(
                    variant: set.variant, metric: set.metric, expected: set.value, found: value)
            }
        values = scores.count + sets.count
        let files = Self.files(after)
        let expected = Self.files(before).filter { (row ?? $0.key.variant) == $0.key.variant }
        videos = expected.count
        identicalVideos = expected.count { files[$0.key] == $0.value }
        isSamePlan = metrics == nil && row == nil ? before.record.planHash == after.record.planHash : nil
    }

    private struct Place: Hashable {
        var video: ReportContent.VideoKey
        var metric: String

        init(_ score: ReportContent.Score) { (video, metric) = (score.video, score.metric) }
    }

    private static func files(_ builder: ReportBuilder) -> [ReportContent.VideoKey: String] {
        Dictionary(
            builder.units.compactMap { unit in unit.file.map { (builder.key(unit), $0.sha256) } },
            uniquingKeysWith: { first, _ in first })
    }
}
