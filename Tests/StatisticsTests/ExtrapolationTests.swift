import Foundation
import Statistics
import Testing

@Suite struct ExtrapolationTests {
    /// scipy.stats.linregress (1.17.1): slope, intercept, intercept_stderr.
    @Test func linesAreThoseOfLeastSquares() throws {
        let points = [(0.001, 10.2), (0.0015, 10.9), (0.002, 12.1), (0.003, 13.8), (0.004, 16.3)].map {
            (x: $0.0, y: $0.1)
        }
        let fit = try #require(LinearFit(points))
        #expect(abs(fit.slope - 2027.5862068965519) <= 1e-9)
        #expect(abs(fit.intercept - 7.996551724137931) <= 1e-12)
        #expect(abs(try #require(fit.interceptError) - 0.2492438028239358) <= 1e-12)
        #expect(LinearFit([(1, 2), (2, 4)])?.interceptError == nil)
        #expect(LinearFit([(1, 2), (1, 4)]) == nil)
        #expect(LinearFit([(1, 2)]) == nil)
    }

    @Test func subsamplesAreDisjointAndSeeded() {
        let samples = SizeExtrapolation(shuffles: 2, seed: 5).subsamples(100)
        #expect(samples.map(\.size) == [100, 66, 50, 40, 33, 28, 25])
        #expect(samples.map(\.members.count) == [1, 2, 4, 4, 6, 6, 8])
        for (size, members) in samples {
            #expect(members.allSatisfy { $0.count == size && $0 == $0.sorted() })
            for shuffle in 0..<(size == 100 ? 1 : 2) {
                let fitting = 100 / size
                let used = members[shuffle * fitting..<(shuffle + 1) * fitting].flatMap { $0 }
                #expect(Set(used).count == used.count)
            }
        }
        #expect(samples[2].members == SizeExtrapolation(shuffles: 2, seed: 5).subsamples(100)[2].members)
        #expect(samples[2].members != SizeExtrapolation(shuffles: 2, seed: 6).subsamples(100)[2].members)
    }

    @Test func aDistanceThatFallsWithOneOverNComesOutExactly() throws {
        let curve = try SizeExtrapolation().curve(set: "s", units: 120) { 3 + 40 / Double($0.count) }
        #expect(abs(curve.fit.intercept - 3) <= 1e-12)
        #expect(abs(curve.fit.slope - 40) <= 1e-9)
        #expect(try #require(curve.fit.interceptError) <= 1e-12)
        #expect(curve.points.map(\.units) == [120, 80, 60, 48, 40, 34, 30])
        #expect(curve.points[0].standardDeviation == nil && curve.points[0].subsamples == 1)
    }

    /// The bias of the distance to the true distribution goes: the intercept is closer to it than the distance is.
    @Test func removesMostOfTheBias() throws {
        let features = StatisticsGoldens.first("bias", 600, 24)
        let many = try FittedGaussian(
            StatisticsGoldens.first("bias many", 40_000, 24), divisor: .countMinusOne)
        let curve = try SizeExtrapolation().frechet(features, against: many, divisor: .countMinusOne)
        let whole = try #require(curve.points.first).value
        #expect(whole > 0.05)
        #expect(abs(curve.fit.intercept) < 0.2 * whole, "\(curve.fit) against \(whole)")
        #expect(curve.points.map(\.value) == curve.points.map(\.value).sorted())
        let again = try SizeExtrapolation().frechet(features, against: many, divisor: .countMinusOne)
        #expect(again == curve)
    }

    @Test func blocksStandAtTheirUnits() throws {
        let sizes = (0..<20).map { $0 % 2 == 0 ? 3 : 4 }
        let curve = try SizeExtrapolation().curve(set: "s", blocks: sizes) { blocks in
            Double(blocks.reduce(0) { $0 + sizes[$1] })
        }
        #expect(curve.points.first?.units == 70 && curve.points.first?.value == 70)
        #expect(curve.points.map(\.subsamples) == [1, 2, 4, 4, 6, 8])
        #expect(curve.points.allSatisfy { abs(Double($0.units) - $0.value) <= 0.5 })
    }

    @Test func tinySetsAreRefused() {
        #expect(throws: StatisticsError.self) {
            try SizeExtrapolation().curve(set: "tiny", units: 2) { _ in 0 }
        }
    }
}

@Suite struct ClusteredRateTests {
    /// Korn and Graubard's effective size worked out with numpy, then statsmodels' formula of the Wilson interval.
    @Test func equalsAWorkedExample() throws {
        let clusters = [(16, 16), (0, 16), (12, 16), (16, 16), (3, 16), (9, 12)].map {
            (successes: $0.0, trials: $0.1)
        }
        let interval = try #require(Wilson.interval(ofClusters: clusters))
        #expect(abs(interval.lower - 0.2840495908147422) <= 1e-12)
        #expect(abs(interval.upper - 0.8591354218271574) <= 1e-12)
        let plain = try #require(Wilson.interval(successes: 56, trials: 92))
        #expect(interval.upper - interval.lower > 2 * (plain.upper - plain.lower))
    }

    @Test func singleTrialsAreNearlyPlain() throws {
        let clusters = (0..<200).map { (successes: $0 % 4 == 0 ? 1 : 0, trials: 1) }
        let clustered = try #require(Wilson.interval(ofClusters: clusters))
        let plain = try #require(Wilson.interval(successes: 50, trials: 200))
        #expect(abs(clustered.lower - plain.lower) < 1e-3 && abs(clustered.upper - plain.upper) < 1e-3)
    }

    @Test func agreementCountsClusters() throws {
        let none = [(successes: Int, trials: Int)](repeating: (0, 16), count: 25)
        #expect(Wilson.interval(ofClusters: none) == Wilson.interval(successes: 0, trials: 25))
        let all = [(successes: Int, trials: Int)](repeating: (16, 16), count: 25)
        #expect(Wilson.interval(ofClusters: all) == Wilson.interval(successes: 25, trials: 25))
        let even = [(successes: Int, trials: Int)](repeating: (4, 16), count: 25)
        #expect(Wilson.interval(ofClusters: even) == Wilson.interval(successes: 100, trials: 400))
        #expect(Wilson.interval(ofClusters: [(3, 16), (0, 0)]) == nil)
    }
}
