import Foundation
import Statistics
import Testing

@Suite struct EffectTests {
    @Test func effectSizesOfPairedDifferences() throws {
        // Cluster means 1, 2, 3: mean 2, standard deviation 1.
        let effect = try #require(EffectSize(ofDifferences: [[0, 2], [2], [], [3, 3]]))
        #expect(effect.standardised == 2)
        // Four of five pairs are higher, one is equal.
        #expect(effect.superiority == 0.9)
        #expect(EffectSize(ofDifferences: [[], []]) == nil)
        let alike = try #require(EffectSize(ofDifferences: [[-1], [-1]]))
        #expect(alike.standardised == nil && alike.superiority == 0)
        #expect(EffectSize(ofDifferences: [[1]])?.standardised == nil)
    }

    /// Values of `scipy.stats.pearsonr` and `spearmanr` (1.17) for the same lists.
    @Test func correlationsAgreeWithSciPy() throws {
        let one = [1.0, 2.5, 2.5, 4.0, 7.0, 3.5, 9.0]
        let other = [2.0, 1.0, 3.5, 3.5, 6.0, 8.0, 5.0]
        #expect(abs(try #require(Correlation.pearson(one, other)) - 0.49633658439575407) <= 1e-14)
        #expect(abs(try #require(Correlation.spearman(one, other)) - 0.6454545454545455) <= 1e-14)
        #expect(Correlation.ranks(one) == [1, 2.5, 2.5, 5, 6, 4, 7])
        #expect(Correlation.pearson(one, one) == 1 && Correlation.spearman(one, one.map { -$0 }) == -1)
        #expect(Correlation.pearson([1, 1], [2, 3]) == nil && Correlation.pearson([1], [2]) == nil)
    }

    /// The balanced case by hand: three samples of two seeds.
    @Test func varianceSplitsIntoSamplesAndSeeds() throws {
        let split = try #require(VarianceSplit([[1, 3], [5, 7], [9, 11]]))
        // Group means 2, 6, 10: MS_between = 2·32/2 = 32; MS_within = 6/3 = 2; n₀ = 2.
        #expect(split.withinSamples == 2 && abs(split.betweenSamples - 15) <= 1e-12)
        #expect(abs(try #require(split.sampleShare) - 15.0 / 17) <= 1e-12)
        #expect(abs(split.meanDeviation - (2.0 / 3).squareRoot()) <= 1e-12)
        #expect(split.samples == 3 && split.values == 6)
        // Unequal numbers: n₀ = (5 − (9 + 4)/5)/1 = 2.4.
        let unequal = try #require(VarianceSplit([[0, 1, 2], [4, 6]]))
        let within = (2.0 + 2.0) / 3
        let between = 3 * (1 - 2.6) * (1 - 2.6) + 2 * (5 - 2.6) * (5 - 2.6)
        #expect(abs(unequal.withinSamples - within) <= 1e-12)
        #expect(abs(unequal.betweenSamples - (between - within) / 2.4) <= 1e-12)
        #expect(VarianceSplit([[1, 2]]) == nil && VarianceSplit([[1], [2], [3]]) == nil)
        // Samples that differ less than their seeds have no share.
        #expect(VarianceSplit([[0, 10], [1, 9]])?.betweenSamples == 0)
        #expect(VarianceSplit([[1, 1], [1, 1]])?.sampleShare == nil)
    }

    /// Quantiles of Student's t as `scipy.stats.t.ppf(0.975, ν)` gives them.
    @Test(arguments: [(1.0, 12.706204736174694), (4.0, 2.7764451051977934), (30.5, 2.04086944518632)])
    func quantilesOfStudentsDistribution(_ freedom: Double, _ expected: Double) {
        let found = StudentT.quantile(tail: 0.025, degreesOfFreedom: freedom)
        #expect(abs(found - expected) <= 1e-9)
    }
}
