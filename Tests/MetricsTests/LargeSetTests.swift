import Metrics
import Statistics
import Synchronization
import Tensor
import Testing

/// Sets that are read from the cache whenever they are wanted, against the same sets in memory.
@Suite struct LargeSetTests {
    /// Videos of made-up features, some longer than others, which counts how often one is read.
    private struct CountingSet: FeatureSet {
        var inner: PatternSet
        let reads = ReadCount()

        var name: String { inner.name }
        var count: Int { inner.count }
        func outline(of video: Int) -> ClipOutline { inner.outline(of: video) }
        func weights(_ key: FeatureKey) -> String? { inner.weights(key) }
        func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor { try inner.prompt(key, of: video) }
        func features(_ key: FeatureKey, of video: Int) -> Tensor {
            reads.add()
            return inner.features(key, of: video)
        }
    }

    private final class ReadCount: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    private static func set(_ name: String, videos: Int, shift: Float, seed: UInt64) -> PatternSet {
        var set = PatternSet(name, videos: videos, rows: 5, columns: 6, shift: shift, seed: seed)
        for video in stride(from: 0, to: videos, by: 3) {
            set.rows[video] = Tensor([3, 6], Array(set.rows[video].values.prefix(18)))
        }
        return set
    }

    private let made = set("videos", videos: 24, shift: 0.1, seed: 7)
    private let real = set("real", videos: 30, shift: 0, seed: 8)

    private func read(_ set: any FeatureSet) throws -> SetFeatures {
        try SetFeatures(set, .inceptionPool3, heldElements: 0)
    }

    private func held(_ set: any FeatureSet) throws -> SetFeatures { try SetFeatures(set, .inceptionPool3) }

    @Test func valuesAreThoseOfSetsInMemory() throws {
        for form in [KernelDistanceMetric.Form.kid, .kvd] {
            let metric = KernelDistanceMetric(form)
            let value = try metric.evaluate(read(made), against: read(real))
            #expect(try metric.evaluate(held(made), against: held(real)) == value)
            #expect(value.videos == 24 && value.vectors == 24 * 5 - 16 && value.referenceVideos == 30)
            let error = try #require(value.standardError)
            #expect(error > 0)
            // One vector a video has no bias; frames here are independent, so that KID has none but by chance.
            let corrected = try #require(value.biasCorrected)
            #expect(form == .kvd ? corrected == value.value : abs(corrected - value.value) < error)
            let limit = try #require(value.limit)
            #expect(abs(limit - value.value) < 3 * error)
            #expect(value.points.first?.count == 24 && value.points.count > 3)
            #expect(value.blocks?.map(\.without.count) == [20, 20])
        }
        for form in [PrecisionRecallMetric.Form.precision, .recall] {
            let metric = PrecisionRecallMetric(form)
            let value = try metric.evaluate(read(made), against: read(real))
            #expect(try metric.evaluate(held(made), against: held(real)) == value)
            #expect((value.standardError ?? 0) > 0 && value.biasCorrected != nil && value.limit != nil)
            #expect(value.blocks?.map(\.without.count) == [20, 20])
        }
        let score = try InceptionScoreMetric(.inception).evaluate(read(made))
        let whole = try InceptionScoreMetric(.inception).evaluate(held(made))
        for (one, other) in [
            (score.value, whole.value), (score.standardError ?? 0, whole.standardError ?? 1),
            (score.biasCorrected ?? 0, whole.biasCorrected ?? 1), (score.limit ?? 0, whole.limit ?? 1),
        ] { #expect(abs(one - other) <= 1e-10) }
    }

    @Test func rowsOfAVideoAreReadTogether() throws {
        let counting = CountingSet(inner: made)
        let features = try read(counting)
        let opening = counting.reads.value
        let rows = [Int](0..<features.rows)
        #expect(try features.doubles(rows.reversed()) == held(made).doubles(rows.reversed()))
        #expect(counting.reads.value - opening == 24)
        // The last row of one video and the first of the next.
        _ = try features.doubles([features.units[4].upperBound, features.units[4].upperBound - 1])
        #expect(counting.reads.value - opening == 26)
        #expect(features.units[0] == 0..<3 && features.units[1] == 3..<8)
    }

    @Test func setsOfOneVideo() throws {
        let one = Self.set("one", videos: 1, shift: 0, seed: 9)
        for metric in [KernelDistanceMetric(.kid), KernelDistanceMetric(.kvd)] {
            let error = #expect(throws: StatisticsError.self) {
                try metric.evaluate(made, against: .videos(one))
            }
            #expect(error?.description.contains("at least 3 vectors, found 1") == true)
        }
        #expect(throws: StatisticsError.self) {
            try PrecisionRecallMetric(.recall).evaluate(made, against: .videos(one))
        }
        let four = PatternSet("four", videos: 1, rows: 4, columns: 6, shift: 0, seed: 9)
        let value = try PrecisionRecallMetric(.precision).evaluate(made, against: .videos(four))
        #expect(value.standardError == nil && value.referenceVideos == 1)
    }
}
