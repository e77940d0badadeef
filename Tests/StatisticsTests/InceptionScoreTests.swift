import Foundation
import Statistics
import Testing

@Suite struct InceptionScoreTests {
    private func logits(_ golden: Golden) -> FeatureMatrix {
        let (rows, columns) = (golden.integer("n"), golden.integer("classes"))
        let scale = Float(golden.number("scale"))
        return FeatureMatrix(
            name: "logits", rows: rows, columns: columns,
            values: StatisticsGoldens.unit(golden.text("case") + "/logits", rows, columns).map { $0 * scale })
    }

    @Test func equalsEveryTool() throws {
        let cases = try StatisticsGoldens().cases("inception_score")
        #expect(cases.count == 2)
        for golden in cases {
            let logits = logits(golden)
            let name = golden.text("case")
            func check(_ form: InceptionScoreForm, _ field: String, _ tolerance: Double) throws {
                let found = try InceptionScore(logits: logits, form: form)
                let expected = golden.inner(field)
                let differences = [
                    found.mean - expected.number("mean"),
                    found.standardDeviation - expected.number("std"),
                ]
                #expect(worst("\(name) \(field)", differences, tolerance: tolerance) <= tolerance)
            }
            try check(.styleGAN, "ten_splits_in_order", 1e-9)
            try check(.styleGANV, "stylegan_v_float64", 1e-9)
            try check(.styleGANV, "stylegan_v", 1e-5)
            try check(.torchFidelity, "torch_fidelity", 1e-9)
            try check(.tganv2, "tganv2_eps", 1e-9)
            let single = try InceptionScore(logits: logits, form: .init(splits: 1))
            #expect(abs(single.mean - golden.number("single_split")) <= 1e-9)
            #expect(single.standardDeviation == 0)
            let tgan = try InceptionScore(logits: logits, form: .tgan)
            #expect(worst("\(name) tgan", [tgan.mean - golden.number("tgan_v1")], tolerance: 1e-5) <= 1e-5)
            let scores = try InceptionScore(logits: logits, form: .styleGAN).splitScores
            let expected = golden.inner("ten_splits_in_order").numbers("scores")
            #expect(zip(scores, expected).allSatisfy { abs($0 - $1) <= 1e-9 } && expected.count == 10)
        }
    }

    @Test func ordersAreTheStoredOnes() throws {
        for golden in try StatisticsGoldens().cases("inception_score") {
            for (seed, field) in [(UInt32(42), "stylegan_v_float64"), (2020, "torch_fidelity")] {
                var random = NumpyRandomState(seed: seed)
                #expect(random.permutation(golden.integer("n")) == golden.inner(field).integers("order"))
            }
        }
    }

    @Test func probabilitiesGiveTheScoreOfTheirLogits() throws {
        let golden = try #require(try StatisticsGoldens().cases("inception_score").last)
        let logits = logits(golden)
        let values = (0..<logits.rows).flatMap { row -> [Float] in
            let exponentials = logits.row(row).map { exp(Double($0)) }
            let total = exponentials.reduce(0, +)
            return exponentials.map { Float($0 / total) }
        }
        let probabilities = FeatureMatrix(
            name: "probabilities", rows: logits.rows, columns: logits.columns, values: values)
        for form in [InceptionScoreForm.styleGANV, .tgan, .tganv2] {
            let one = try InceptionScore(logits: logits, form: form).mean
            let other = try InceptionScore(probabilities: probabilities, form: form).mean
            #expect(abs(one - other) <= 1e-6)
        }
        #expect(throws: StatisticsError.self) {
            try InceptionScore(probabilities: logits, form: .styleGANV)
        }
    }

    /// Sure and even over C classes scores C, undecided scores 1; underflowing probabilities do no harm.
    @Test func endsOfTheScale() throws {
        let sure = FeatureMatrix(
            name: "sure", rows: 12, columns: 4,
            values: (0..<48).map { $0 % 4 == ($0 / 4) % 4 ? 2000 : -2000 })
        #expect(abs(try InceptionScore(logits: sure, form: .init(splits: 3)).mean - 4) <= 1e-12)
        let undecided = FeatureMatrix(
            name: "flat", rows: 5, columns: 4, values: .init(repeating: 7, count: 20))
        #expect(abs(try InceptionScore(logits: undecided, form: .init(splits: 1)).mean - 1) <= 1e-15)
        let certain = FeatureMatrix(
            name: "one-hot", rows: 4, columns: 2, values: [1, 0, 0, 1, 1, 0, 0, 1])
        #expect(abs(try InceptionScore(probabilities: certain, form: .init(splits: 1)).mean - 2) <= 1e-15)
    }

    @Test func moreSplitsThanSamplesAreRefused() {
        let few = StatisticsGoldens.first("few", 9, 4)
        let error = #expect(throws: StatisticsError.self) {
            try InceptionScore(logits: few, form: .styleGANV)
        }
        #expect(error?.description.contains("at least 10 vectors, found 9") == true)
    }
}
