import Foundation
import Statistics
import Testing

@Suite struct JackknifeTests {
    private let sample = [3.1, 0.2, 5.5, 2.4, 9.1, 4.4, 1.7, 6.6, 2.2, 7.3, 0.9, 3.8]

    @Test func oneUnitABlockGivesTheErrorOfAMean() throws {
        let mean = sample.reduce(0, +) / 12
        let squares = sample.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let estimate = try BlockJackknife(blocks: 12).estimate(set: "s", units: 12, value: mean) { kept in
            kept.reduce(0) { $0 + sample[$1] } / Double(kept.count)
        }
        #expect(abs(estimate.standardError - (squares / 11 / 12).squareRoot()) <= 1e-14)
        #expect(abs(estimate.corrected - mean) <= 1e-13)
    }

    /// The plug-in variance is short by a factor (N − 1)/N; the jackknife mends it exactly, whatever the blocks.
    @Test(arguments: [12, 5, 4, 2]) func removesBiasOfOrderOneOverN(_ blocks: Int) throws {
        @Sendable func variance(_ kept: [Int]) -> Double {
            let mean = kept.reduce(0) { $0 + sample[$1] } / Double(kept.count)
            return kept.reduce(0) { $0 + (sample[$1] - mean) * (sample[$1] - mean) } / Double(kept.count)
        }
        let value = variance(Array(0..<12))
        let estimate = try BlockJackknife(blocks: blocks).estimate(
            set: "s", units: 12, value: value, of: variance)
        if blocks == 12 { #expect(abs(estimate.corrected - value * 12 / 11) <= 1e-13) }
        #expect(estimate.corrected != value && estimate.blocks == blocks)
    }

    /// Blocks of 1, 2 and 3 units, by hand from the formulas of Busing et al.
    @Test func unequalBlocks() {
        let estimate = JackknifeEstimate(value: 10, withoutBlocks: [9, 11, 10.5], sizes: [1, 2, 3])
        let corrected = 30 - 7.5 - 22.0 / 3 - 5.25
        let shares: [(Double, Double)] = [(6, 9), (3, 11), (2, 10.5)]
        let variance =
            shares.reduce(0.0) { sum, pair in
                let deviation: Double = pair.0 * 10 - (pair.0 - 1) * pair.1 - corrected
                return sum + deviation * deviation / (pair.0 - 1)
            } / 3
        #expect(abs(estimate.corrected - corrected) <= 1e-13)
        #expect(abs(estimate.standardError - variance.squareRoot()) <= 1e-13)
    }

    @Test func partitionsHoldEveryUnitOnce() {
        for (units, blocks) in [(100, 20), (103, 20), (7, 20), (2, 2)] {
            let partition = BlockJackknife(blocks: blocks).partition(units)
            #expect(partition.count == min(units, blocks))
            #expect(partition.flatMap { $0 }.sorted() == Array(0..<units))
            let sizes = partition.map(\.count)
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        }
        #expect(BlockJackknife(seed: 1).partition(50) == BlockJackknife(seed: 1).partition(50))
        #expect(BlockJackknife(seed: 1).partition(50) != BlockJackknife(seed: 2).partition(50))
        #expect(BlockJackknife().partition(40) != (0..<20).map { [2 * $0, 2 * $0 + 1] })
    }

    @Test func oneUnitIsRefused() {
        #expect(throws: StatisticsError.self) {
            try BlockJackknife().estimate(set: "one", units: 1, value: 0) { _ in 0 }
        }
    }
}

@Suite struct FrechetJackknifeTests {
    /// Taking blocks out of the moments gives what fitting the rest afresh gives, above and below full rank.
    @Test(arguments: [(90, 8), (30, 24), (20, 40)])
    func equalsFittingTheRest(_ rows: Int, _ columns: Int) throws {
        let features = StatisticsGoldens.first("fj", rows, columns)
        let reference = try FittedGaussian(
            StatisticsGoldens.second("fj", 100, columns), divisor: .countMinusOne)
        let jackknife = BlockJackknife(blocks: 10, seed: 2)
        let found = try jackknife.frechet(features, against: reference, divisor: .countMinusOne)
        let expected = try jackknife.estimate(set: "first", units: rows, value: found.value) { kept in
            try FrechetDistance(
                FittedGaussian(features.selecting(kept), divisor: .countMinusOne), reference
            ).value
        }
        #expect(abs(found.standardError - expected.standardError) <= 1e-9 * expected.standardError)
        #expect(abs(found.corrected - expected.corrected) <= 1e-9 * found.value)
        #expect(found.corrected < found.value)
    }

    @Test func blocksThatAreReadOneByOneGiveTheSame() throws {
        let features = StatisticsGoldens.first("fj", 120, 6)
        let reference = try FittedGaussian(StatisticsGoldens.second("fj", 100, 6), divisor: .count)
        let videos = (0..<30).map { $0 * 4..<($0 + 1) * 4 }
        let jackknife = BlockJackknife(blocks: 8)
        let whole = try jackknife.frechet(features, units: videos, against: reference, divisor: .count)
        let partition = jackknife.partition(30)
        let streamed = try jackknife.frechet(
            FeatureMoments(features), sizes: partition.map(\.count), against: reference, divisor: .count
        ) { block in try FeatureMoments(features, rows: partition[block].flatMap { videos[$0] }) }
        #expect(whole == streamed)
    }

    /// Many sets of one distribution: the error the jackknife states is the spread of their distances, and the
    /// corrected values lie closer to the truth, which is 0.
    @Test func statesTheSpreadOfRepeatedSets() throws {
        let columns = 4
        let reference = try FittedGaussian(
            name: "truth", mean: [Double](repeating: 0, count: columns),
            covariance: (0..<16).map { $0 % 5 == 0 ? 1 : 0 })
        var random = SplitMix64(seed: 11)
        func normal() -> Float {
            Float(StandardNormal.quantile((Double(random.next() >> 11) + 0.5) / 9_007_199_254_740_992))
        }
        var (values, corrected, errors): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<60 {
            let features = FeatureMatrix(
                name: "drawn", rows: 200, columns: columns,
                values: (0..<200 * columns).map { $0 % columns == 0 ? 1.3 * normal() + 0.5 : normal() })
            let estimate = try BlockJackknife().frechet(
                features, against: reference, divisor: .countMinusOne)
            values.append(estimate.value)
            corrected.append(estimate.corrected)
            errors.append(estimate.standardError)
        }
        let truth = 0.25 + 0.09
        let spread = try #require(Summary(values)?.standardDeviation)
        let stated = try #require(Summary(errors)?.mean)
        #expect(stated / spread > 0.75 && stated / spread < 1.33, "\(stated) against \(spread)")
        let (plain, mended) = (
            try #require(Summary(values)?.mean), try #require(Summary(corrected)?.mean)
        )
        #expect(abs(mended - truth) < 0.5 * abs(plain - truth), "\(plain) and \(mended) against \(truth)")
    }
}
