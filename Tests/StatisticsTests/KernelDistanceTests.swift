import Foundation
import Statistics
import Testing

@Suite struct KernelDistanceTests {
    @Test func subsetsAreTorchFidelitys() throws {
        let cases = try StatisticsGoldens().cases("kid")
        #expect(cases.count == 2)
        for golden in cases {
            let (subsets, size) = (golden.integer("subsets"), golden.integer("subset_size"))
            let expected = golden.inner("torch_fidelity")
            let choices = SubsetKernelDistance.choices(
                golden.integer("n1"), golden.integer("n2"), subsets: subsets, size: size, seed: 2020)
            #expect(choices == expected.fields["subset_indices"] as? [[[Int]]])
            let found = try SubsetKernelDistance(golden.first, golden.second, subsets: subsets, size: size)
            let differences = [
                found.mean - expected.number("mean"), found.standardDeviation - expected.number("std"),
            ]
            #expect(worst(golden.text("case"), differences, tolerance: 1e-5) <= 1e-5)
        }
    }

    @Test func theWholeSetIsExact() throws {
        for golden in try StatisticsGoldens().cases("kid") {
            let common = min(golden.integer("n1"), golden.integer("n2"))
            let found = try KernelDistance(
                golden.first.selecting(0..<common), golden.second.selecting(0..<common))
            let difference = found.value - golden.number("full_set_unbiased_float64")
            #expect(worst(golden.text("case") + " whole", [difference], tolerance: 1e-10) <= 1e-10)
            #expect(found.standardError > 0)
        }
    }

    private func direct(_ first: FeatureMatrix, _ second: FeatureMatrix) -> Double {
        func kernel(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
            pow(zip(one, other).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(one.count) + 1, 3)
        }
        func within(_ set: FeatureMatrix) -> Double {
            var total = 0.0
            for row in 0..<set.rows {
                for other in 0..<set.rows where other != row {
                    total += kernel(set.row(row), set.row(other))
                }
            }
            return total / Double(set.rows * (set.rows - 1))
        }
        var between = 0.0
        for row in 0..<first.rows {
            for other in 0..<second.rows { between += kernel(first.row(row), second.row(other)) }
        }
        return within(first) + within(second) - 2 * between / Double(first.rows * second.rows)
    }

    /// The error from sums over blocks is the error from computing everything again without each block.
    @Test func errorIsThatOfTheJackknife() throws {
        let (first, second) = (
            StatisticsGoldens.first("kj", 26, 7), StatisticsGoldens.second("kj", 33, 7)
        )
        let jackknife = BlockJackknife(blocks: 6, seed: 4)
        let found = try KernelDistance(first, second, jackknife: jackknife)
        #expect(abs(found.value - direct(first, second)) <= 1e-13)
        let one = try jackknife.estimate(set: "first", units: 26, value: found.value) {
            direct(first.selecting($0), second)
        }
        let other = try jackknife.estimate(set: "second", units: 33, value: found.value) {
            direct(first, second.selecting($0))
        }
        #expect(abs(found.standardError - one.combined(with: other).standardError) <= 1e-13)
        #expect(found.blocks == [6, 6] && found.counts == [26, 33])
        // An unbiased estimate has no bias to correct, exactly so when units leave one at a time.
        let single = try BlockJackknife(blocks: 26).estimate(set: "first", units: 26, value: found.value) {
            direct(first.selecting($0), second)
        }
        #expect(abs(single.corrected - single.value) <= 1e-12)
    }

    @Test func tilesAndThreadsDoNotMatter() throws {
        let (first, second) = (
            StatisticsGoldens.first("tiles", 1100, 3), StatisticsGoldens.second("tiles", 700, 3)
        )
        let fine = try KernelDistance(first, second, jackknife: .init(blocks: 40)).value
        let coarse = try KernelDistance(first, second, jackknife: .init(blocks: 2)).value
        #expect(abs(fine - coarse) <= 1e-12)
        #expect(abs(fine - direct(first, second)) <= 1e-11)
    }

    @Test func framesStayWithTheirVideo() throws {
        let videos = (0..<8).map { $0 * 5..<($0 + 1) * 5 }
        let features = StatisticsGoldens.first("videos", 40, 4)
        let copies = features.selecting((0..<40).map { $0 / 5 * 5 })
        let other = StatisticsGoldens.second("videos", 40, 4)
        let apart = try KernelDistance(copies, other)
        let together = try KernelDistance(copies, other, units: (videos, nil))
        #expect(together.standardError > 1.5 * apart.standardError)
        #expect(together.blocks == [8, 20])
    }

    @Test func tooSmallSetsAreRefused() {
        let few = StatisticsGoldens.first("few", 2, 4)
        let many = StatisticsGoldens.first("many", 20, 4)
        #expect(throws: StatisticsError.self) { try KernelDistance(few, many) }
        #expect(throws: StatisticsError.self) { try SubsetKernelDistance(few, many, subsets: 2, size: 3) }
        #expect(throws: StatisticsError.self) {
            try KernelDistance(many, StatisticsGoldens.first("wide", 20, 5))
        }
    }
}
