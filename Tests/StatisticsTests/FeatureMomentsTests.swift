import Statistics
import Testing

@Suite struct FeatureMomentsTests {
    private let features = StatisticsGoldens.second("moments", 1000, 24)

    private func largestDifference(_ one: FeatureMoments, _ other: FeatureMoments) throws -> Double {
        let pairs =
            zip(one.mean, other.mean).map { ($0, $1) }
            + zip(try one.covariance(.count), try other.covariance(.count)).map { ($0, $1) }
        return pairs.reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test func equalsTwoPasses() throws {
        let moments = try FeatureMoments(features)
        let mean = (0..<24).map { column in
            (0..<1000).reduce(0.0) { $0 + Double(features.row($1).dropFirst(column).first ?? 0) } / 1000
        }
        #expect(worst("mean", zip(moments.mean, mean).map { $0 - $1 }, tolerance: 1e-14) <= 1e-14)
        let covariance = try moments.covariance(.countMinusOne)
        for (row, column) in [(0, 0), (3, 17), (17, 3), (23, 23)] {
            let expected =
                (0..<1000).reduce(0.0) { sum, index in
                    let vector = Array(features.row(index))
                    return sum + (Double(vector[row]) - mean[row]) * (Double(vector[column]) - mean[column])
                } / 999
            #expect(abs(covariance[row * 24 + column] - expected) <= 1e-14)
        }
    }

    @Test func batchesDoNotMatter() throws {
        let whole = try FeatureMoments(features)
        for size in [1, 7, 256, 300] {
            var moments = FeatureMoments(name: "batches", dimension: 24)
            for start in stride(from: 0, to: 1000, by: size) {
                try moments.add(features.values[start * 24..<min(start + size, 1000) * 24])
            }
            #expect(moments.mean == whole.mean)
            #expect(try moments.covariance(.count) == whole.covariance(.count))
            #expect(moments.count == 1000)
        }
    }

    @Test func orderMattersOnlyToRounding() throws {
        let whole = try FeatureMoments(features)
        var random = SplitMix64(seed: 3)
        for _ in 0..<3 {
            let shuffled = try FeatureMoments(features, rows: random.permutation(1000))
            #expect(try largestDifference(whole, shuffled) <= 1e-14)
        }
    }

    /// A mean a million times the spread, where sums of squares would have lost ten digits of the covariance.
    @Test func largeMeansKeepTheirDigits() throws {
        let far = features.values.map { Double($0) + 1e6 }
        var forwards = FeatureMoments(name: "far", dimension: 24)
        try forwards.add(far)
        var backwards = FeatureMoments(name: "far", dimension: 24)
        for row in (0..<1000).reversed() { try backwards.add(far[row * 24..<(row + 1) * 24]) }
        let near = try FeatureMoments(features).covariance(.count)
        let covariance = try forwards.covariance(.count)
        #expect(zip(near, covariance).allSatisfy { abs($0 - $1) <= 1e-9 })
        #expect(try largestDifference(forwards, backwards) <= 1e-9)
    }

    @Test func mergesAndRemoves() throws {
        let whole = try FeatureMoments(features)
        var left = try FeatureMoments(features, rows: 0..<311)
        let right = try FeatureMoments(features, rows: 311..<1000)
        try left.merge(right)
        #expect(left.count == 1000)
        #expect(try largestDifference(left, whole) <= 1e-14)
        #expect(
            try largestDifference(whole.removing(FeatureMoments(features, rows: 0..<311)), right) <= 1e-14)
        var empty = FeatureMoments(name: "empty", dimension: 24)
        try empty.merge(whole)
        #expect(try largestDifference(empty, whole) <= 1e-14)
        try left.merge(FeatureMoments(name: "empty", dimension: 24))
        #expect(left.count == 1000)
        #expect(throws: StatisticsError.self) { try right.removing(whole) }
        #expect(throws: StatisticsError.self) { try left.merge(FeatureMoments(name: "n", dimension: 23)) }
    }

    @Test func weightsAreThoseOfTheReference() throws {
        let golden = try #require(try StatisticsGoldens().cases("weighted_statistics").first)
        let lengths = golden.integers("video_lengths")
        let dimension = golden.integer("dim")
        let values = StatisticsGoldens.unit("wstat_a/x", lengths.reduce(0, +), dimension)
        var moments = FeatureMoments(name: "videos", dimension: dimension)
        var start = 0
        for length in lengths {
            let end = start + length * dimension
            try moments.add(values[start..<end], weight: 1 / Double(length))
            start = end
        }
        let covariance = try moments.covariance(.count)
        let expected = (golden.fields["cov"] as? [[Double]] ?? []).flatMap { $0 }
        #expect(expected.count == dimension * dimension)
        let differences =
            zip(moments.mean, golden.numbers("mean")).map { $0 - $1 }
            + zip(covariance, expected).map { $0 - $1 }
        #expect(worst("weighted statistics", differences, tolerance: 1e-12) <= 1e-12)
        #expect(throws: StatisticsError.weightedVectors(set: "videos")) {
            try moments.covariance(.countMinusOne)
        }
    }

    @Test func anUndefinedFeatureNamesItsVectorAndLeavesTheRest() throws {
        var moments = try FeatureMoments(features, rows: 0..<3)
        var broken = Array(features.row(4)) + Array(features.row(5))
        broken[30] = .nan
        let error = #expect(throws: StatisticsError.self) { try moments.add(broken) }
        #expect(error?.description.contains("vector 4 holds nan") == true)
        #expect(moments.count == 4)
        #expect(moments.mean == (try FeatureMoments(features, rows: [0, 1, 2, 4])).mean)
    }

    @Test func oneVectorHasNoCovariance() throws {
        let moments = try FeatureMoments(features, rows: 0..<1)
        #expect(throws: StatisticsError.self) { try moments.covariance(.count) }
    }
}
