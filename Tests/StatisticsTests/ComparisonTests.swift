import Foundation
import Statistics
import Testing

/// Expected values are scipy 1.17.1's: `stats.permutation_test` over all sign patterns, `stats.t`, `stats.ttest_rel`.
@Suite struct ComparisonTests {
    private let differences = [0.31, -0.12, 0.44, 0.05, 0.27, -0.08, 0.19, 0.36, -0.02, 0.11]

    private let many = [
        0.293, 0.531, 0.285, -0.532, 0.573, 0.343, -0.148, 0.411, 0.302, 0.267, 0.134, 0.393, -0.248, 0.039,
        -0.121, 0.419, 0.14, -0.026, -0.271, -0.009, 0.124, -0.018, 0.767, 0.623, -1.236, -0.825, 0.033,
        -0.091, 0.227, 0.229, 1.179, -0.436, -0.069, 1.141, 0.443, 0.452, -0.137, -0.704, 0.204, 0.175,
    ]

    @Test func allSignPatternsAreCounted() throws {
        let outcome = try #require(
            PairedPermutationTest().outcome(ofDifferences: differences.map { [$0] }))
        #expect(outcome.pValue == 0.04296875 && outcome.isExact)
        #expect(abs(outcome.difference - 0.151) <= 1e-15 && outcome.pairs == 10)
        // A pair without a difference adds nothing but itself.
        let padded = try #require(
            PairedPermutationTest().outcome(ofDifferences: [1.5, 2, -0.5, 3, 1, 0].map { [$0] }))
        #expect(padded.pValue == 0.125 && padded.pairs == 6)
    }

    @Test func drawnPatternsComeClose() throws {
        let outcome = try #require(
            PairedPermutationTest().outcome(ofDifferences: many.map { [$0] }))
        #expect(!outcome.isExact && outcome.clusters == 40)
        // Two million patterns give 0.1113; twenty thousand have a standard error of 0.0022.
        #expect(abs(outcome.pValue - 0.1113) < 0.007)
        let forced = PairedPermutationTest(exactLimit: 2, draws: 200_000)
        let drawn = try #require(forced.outcome(ofDifferences: differences.map { [$0] }))
        #expect(!drawn.isExact && abs(drawn.pValue - 0.04296875) < 0.002)
        #expect(forced.outcome(ofDifferences: differences.map { [$0] }) == drawn)
    }

    @Test func clustersKeepTheirSign() throws {
        let test = PairedPermutationTest()
        let pairs = try #require(test.outcome(ofDifferences: [[1, 2], [3], [0.5, 0.5]]))
        let sums = try #require(test.outcome(ofDifferences: [[3], [3], [1]]))
        #expect(pairs.pValue == sums.pValue && pairs.pairs == 5 && pairs.clusters == 3)
        #expect(pairs.difference == 7.0 / 5)
    }

    @Test func equalValuesDoNotDiffer() throws {
        let outcome = try #require(PairedPermutationTest().outcome(ofDifferences: [[0], [0, 0]]))
        #expect(outcome.pValue == 1 && outcome.difference == 0 && outcome.isExact)
        #expect(PairedPermutationTest().outcome(ofDifferences: [[], []]) == nil)
        // One pair can never be significant.
        #expect(PairedPermutationTest().outcome(ofDifferences: [[9]])?.pValue == 1)
    }

    @Test(arguments: [
        (0.5, 3, 0.651447964848151), (2.0, 19, 0.06000203638609834), (-3.1, 38.5, 0.003609703796970926),
        (12.0, 5, 7.089492517161522e-05), (0.0, 7, 1), (1.0, 1, 0.5), (40, 19, 8.307757199338434e-20),
    ])
    func studentsDistribution(t: Double, degrees: Double, expected: Double) {
        let found = StudentT.twoSided(t, degreesOfFreedom: degrees)
        #expect(abs(found - expected) <= 1e-12 * expected)
    }

    /// With one unit a block, the jackknife of a difference of means is the paired t test.
    @Test func theJackknifeOfMeansIsThePairedTTest() throws {
        let (one, other) = ([3.1, 2.7, 4.4, 3.9, 5.0, 2.2], [2.9, 2.9, 3.8, 3.1, 4.6, 2.5])
        func blocks(_ values: [Double]) -> BlockValues {
            let total = values.reduce(0, +)
            return BlockValues(
                value: total / 6, without: values.map { (total - $0) / 5 }, sizes: values.map { _ in 1 })
        }
        let found = try #require(PairedJackknife([(blocks(one), blocks(other))]))
        #expect(abs(found.difference / found.standardError - 1.4011961980180783) <= 1e-12)
        #expect(abs(found.pValue - 0.22006741815426709) <= 1e-12)
        #expect(abs(found.degreesOfFreedom - 5) <= 1e-12 && found.blocks == 6)
    }

    @Test func whatSetsShareCancelsOut() throws {
        let noise = [0.4, -0.3, 0.1, 0.7, -0.9, 0.2, -0.5, 0.3]
        func blocks(_ value: Double, _ spread: Double) -> BlockValues {
            let own = noise.indices.map { value + noise[$0] + spread * Double($0 % 3 - 1) }
            return BlockValues(value: value, without: own, sizes: noise.map { _ in 4 })
        }
        let paired = try #require(PairedJackknife([(blocks(10, 0.01), blocks(9.8, -0.01))]))
        let alone = JackknifeEstimate(
            value: 10, withoutBlocks: blocks(10, 0.01).without, sizes: noise.map { _ in 4 })
        #expect(paired.standardError < alone.standardError / 10)
        // Two sets that are taken apart: variances add up.
        let both = try #require(
            PairedJackknife([
                (blocks(10, 0.01), blocks(9.8, -0.01)), (blocks(10, 0.01), blocks(9.8, -0.01)),
            ]))
        #expect(abs(both.standardError / paired.standardError - 2.0.squareRoot()) <= 1e-12)
        #expect(abs(both.degreesOfFreedom - 14) <= 1e-9 && both.pValue > paired.pValue)
    }

    @Test func onlyBlocksOfTheSameUnitsArePaired() {
        let one = BlockValues(value: 1, without: [1, 1.1], sizes: [2, 2])
        let other = BlockValues(value: 1, without: [1, 1.1], sizes: [2, 3])
        #expect(PairedJackknife([(one, other)]) == nil)
        #expect(PairedJackknife([]) == nil)
        #expect(PairedJackknife([(one, one)])?.pValue == 1)
        // A difference without any spread says nothing about chance.
        let flat = BlockValues(value: 1, without: [1, 1.5], sizes: [2, 2])
        let shifted = BlockValues(value: 2, without: [2, 2.5], sizes: [2, 2])
        #expect(PairedJackknife([(shifted, flat)]) == nil)
    }

    @Test func theJackknifeKeepsWhatItWasMadeFrom() throws {
        let estimate = try BlockJackknife(blocks: 3).estimate(set: "s", units: 6, value: 7) { kept in
            Double(kept.reduce(0, +))
        }
        #expect(estimate.parts.count == 1 && estimate.parts[0].sizes == [2, 2, 2])
        #expect(estimate.parts[0].value == 7 && estimate.parts[0].without.reduce(0, +) == 30)
        #expect(estimate.combined(with: estimate).parts.count == 2)
    }

    /// By hand: 4·0.01, then 5·0.005 = 0.025 first, 3·0.03, 2·0.04 below the one before it, 0.2.
    @Test func holmsCorrection() {
        let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005, 0.2])
        for (found, expected) in zip(adjusted, [0.04, 0.09, 0.09, 0.025, 0.2]) {
            #expect(abs(found - expected) <= 1e-15)
        }
        #expect(Holm.adjusted([0.7, 0.6]) == [1, 1])
        #expect(Holm.adjusted([]).isEmpty && Holm.adjusted([0.03]) == [0.03])
    }
}
