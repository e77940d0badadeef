import Foundation
import Statistics
import Testing

private func close(_ found: Double, _ expected: Double, relative tolerance: Double = 1e-13) -> Bool {
    abs(found - expected) <= tolerance * max(abs(expected), 1e-300)
}

@Suite struct SummaryTests {
    @Test func summarisesInDouble() throws {
        let summary = try #require(Summary([2, 4, 4, 4, 5, 5, 7, 9]))
        #expect(summary.count == 8)
        #expect(summary.mean == 5)
        #expect(summary.minimum == 2)
        #expect(summary.maximum == 9)
        #expect(close(try #require(summary.standardDeviation), (32.0 / 7).squareRoot()))
    }

    @Test func aSingleValueHasNoDeviationAndNoneHasNoSummary() throws {
        #expect(try #require(Summary([3])).standardDeviation == nil)
        #expect(Summary([]) == nil)
    }
}

@Suite struct StandardNormalTests {
    // Values from scipy.stats.norm (1.17.1).
    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-10, -6.361340902404056), (0.001, -3.090232306167813),
        (0.025, -1.9599639845400545), (0.3, -0.5244005127080409), (0.6, 0.2533471031357997),
        (0.975, 1.959963984540054), (0.999999, 4.753424308817087),
    ])
    func quantiles(_ p: Double, _ expected: Double) {
        #expect(close(StandardNormal.quantile(p), expected, relative: 2e-12))
    }

    @Test(arguments: [
        (-8, 6.22096057427174e-16), (-1.96, 0.024997895148220435), (0, 0.5), (0.5, 0.6914624612740131),
        (3, 0.9986501019683699),
    ])
    func cumulative(_ z: Double, _ expected: Double) {
        #expect(close(StandardNormal.cumulative(z), expected))
    }

    @Test func endsAndNonsense() {
        #expect(StandardNormal.quantile(0) == -.infinity)
        #expect(StandardNormal.quantile(1) == .infinity)
        #expect(StandardNormal.quantile(1.5).isNaN)
        #expect(StandardNormal.quantile(.nan).isNaN)
    }
}

@Suite struct WilsonTests {
    // The first four are Newcombe (1998), table I, method 3; all digits from scipy.stats.binomtest.
    @Test(arguments: [
        (81, 263, 0.2552885198782742, 0.36620957698280004),
        (15, 148, 0.06238639953073629, 0.16048724172330803),
        (0, 20, 0.0, 0.16112515805281935), (1, 29, 0.006113214292762667, 0.17175521879320282),
        (20, 20, 0.8388748419471808, 1.0),
    ])
    func intervals(_ successes: Int, _ trials: Int, _ lower: Double, _ upper: Double) throws {
        let interval = try #require(Wilson.interval(successes: successes, trials: trials))
        #expect(abs(interval.lower - lower) < 1e-13)
        #expect(abs(interval.upper - upper) < 1e-13)
    }

    @Test func noTrialsNoInterval() { #expect(Wilson.interval(successes: 0, trials: 0) == nil) }
}

@Suite struct ClusterBootstrapTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var clusters: [[Double]]
        var level: Double
        var seed: UInt64
        var lower: Double
        var upper: Double
        var testDescription: String { "\(clusters.count) clusters, level \(level)" }
    }

    // Ends from scipy.stats.bootstrap (1.17.1, method BCa) given the same 2000 resamples. The first list is the
    // treated mice of Efron and Tibshirani (1993), table 2.1; the second their spatial test, table 14.1.
    static let cases = [
        Case(
            clusters: [94, 197, 16, 38, 99, 141, 23].map { [$0] }, level: 0.95, seed: 0,
            lower: 45.285714285714285, upper: 135.42857142857142),
        Case(
            clusters: [
                48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26,
                30, 41,
            ].map { [$0] }, level: 0.9, seed: 7, lower: 25.076923076923077, upper: 33.65384615384615),
        Case(
            clusters: [[0.9, 0.8], [0.1], [0.5, 0.45, 0.55], [0.7], [0.95, 0.99]], level: 0.95, seed: 3,
            lower: 0.43333333333333335, upper: 0.8866666666666667),
    ]

    @Test(arguments: cases) func equalsAnIndependentImplementation(_ item: Case) throws {
        let bootstrap = ClusterBootstrap(resamples: 2000, level: item.level, seed: item.seed)
        let interval = try #require(bootstrap.interval(ofMean: item.clusters))
        #expect(close(interval.lower, item.lower, relative: 1e-12))
        #expect(close(interval.upper, item.upper, relative: 1e-12))
        #expect(interval.level == item.level)
    }

    @Test func repeatsItselfAndFollowsItsSeed() {
        let clusters = Self.cases[0].clusters
        let first = ClusterBootstrap(seed: 1).interval(ofMean: clusters)
        #expect(first == ClusterBootstrap(seed: 1).interval(ofMean: clusters))
        #expect(first != ClusterBootstrap(seed: 2).interval(ofMean: clusters))
    }

    @Test func clustersWidenWhatDependentCopiesWouldNarrow() throws {
        let independent = (0..<40).map { [Double($0 % 10)] }
        let clustered = (0..<10).map { [Double](repeating: Double($0), count: 4) }
        let narrow = try #require(ClusterBootstrap().interval(ofMean: independent))
        let wide = try #require(ClusterBootstrap().interval(ofMean: clustered))
        #expect(wide.upper - wide.lower > 1.7 * (narrow.upper - narrow.lower))
    }

    @Test func equalValuesAndTooFewClusters() throws {
        let flat = try #require(ClusterBootstrap().interval(ofMean: [[0.5], [0.5, 0.5], [0.5]]))
        #expect(flat.lower == 0.5 && flat.upper == 0.5)
        #expect(ClusterBootstrap().interval(ofMean: [[1, 2, 3]]) == nil)
        #expect(ClusterBootstrap().interval(ofMean: [[1, 2], []]) == nil)
    }

    @Test func theStreamIsSplitMix64() {
        var random = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }
}
