import Statistics
import Testing

@Suite struct FrechetDistanceTests {
    private func check(_ golden: Golden, _ found: FrechetDistance, _ name: String) {
        let pairs = [
            (found.value, golden.number("distance")), (found.meanTerm, golden.number("mean_term")),
            (found.traces[0], golden.number("trace1")), (found.traces[1], golden.number("trace2")),
            (found.rootTrace, golden.number("trace_sqrt")),
        ]
        #expect(worst(name, pairs.map { ($0.0 - $0.1) / $0.1 }, tolerance: 1e-12) <= 1e-12)
    }

    /// 40-digit results, two of them of sets with fewer vectors than dimensions.
    @Test func equalsExactArithmetic() throws {
        let cases = try StatisticsGoldens().cases("frechet")
        #expect(cases.count == 4)
        for golden in cases {
            for (divisor, field) in [
                (CovarianceDivisor.countMinusOne, "exact_unbiased"), (.count, "exact_biased"),
            ] {
                let expected = golden.inner(field)
                let name = "\(golden.text("case")) \(field)"
                check(
                    expected, try FrechetDistance(golden.first, golden.second, divisor: divisor), name)
                let moments = try [golden.first, golden.second].map {
                    try FittedGaussian(FeatureMoments($0), divisor: divisor)
                }
                check(expected, try FrechetDistance(moments[0], moments[1]), name + " by moments")
            }
        }
    }

    @Test(arguments: [(12, 40), (40, 12), (400, 30), (64, 64)])
    func aSetIsAtNoDistanceFromItself(_ rows: Int, _ columns: Int) throws {
        let features = StatisticsGoldens.first("self", rows, columns)
        for divisor in CovarianceDivisor.allCases {
            let distance = try FrechetDistance(features, features, divisor: divisor)
            #expect(distance.value <= 1e-9)
        }
    }

    @Test func constantSetsHaveOnlyAMeanTerm() throws {
        func constant(_ value: Float) -> FeatureMatrix {
            FeatureMatrix(
                name: "constant \(value)", rows: 9, columns: 4, values: .init(repeating: value, count: 36))
        }
        #expect(try FrechetDistance(constant(1), constant(3), divisor: .count).value == 16)
        #expect(try FrechetDistance(constant(1), constant(1), divisor: .countMinusOne).value == 0)
    }

    @Test func isSymmetricAndScalesWithTheSquare() throws {
        let (one, other) = (
            StatisticsGoldens.first("scale", 90, 20), StatisticsGoldens.second("scale", 70, 20)
        )
        let distance = try FrechetDistance(one, other, divisor: .count).value
        let reversed = try FrechetDistance(other, one, divisor: .count).value
        #expect(abs(distance - reversed) <= 1e-12 * distance)
        func doubled(_ features: FeatureMatrix) -> FeatureMatrix {
            FeatureMatrix(
                name: features.name, rows: features.rows, columns: features.columns,
                values: features.values.map { 2 * $0 })
        }
        let larger = try FrechetDistance(doubled(one), doubled(other), divisor: .count).value
        #expect(abs(larger - 4 * distance) <= 1e-11 * larger)
    }

    @Test func warnsOfSmallSets() throws {
        let small = try FrechetDistance(
            StatisticsGoldens.first("w", 12, 40), StatisticsGoldens.second("w", 60, 40), divisor: .count)
        #expect(
            small.warnings == [
                .fewerVectorsThanDimensions(set: "first", count: 12, dimension: 40),
                .fewVectors(set: "first", count: 12),
            ])
        #expect(small.warnings[0].description.contains("12 vectors of length 40"))
        #expect(StatisticsWarning.about(set: "s", count: 50, dimension: 50).isEmpty)
        #expect(StatisticsWarning.about(set: "s", count: nil, dimension: 50) == [.unknownCount(set: "s")])
    }
}

@Suite struct FrechetErrorTests {
    private let features = StatisticsGoldens.first("errors", 20, 6)

    @Test func namesWhatIsWrong() throws {
        #expect(throws: StatisticsError.self) {
            try FrechetDistance(
                features, StatisticsGoldens.first("other", 20, 7), divisor: .count)
        }
        let single = StatisticsGoldens.first("single", 1, 6)
        #expect(
            throws: StatisticsError.tooFewVectors(
                set: "first", purpose: "a covariance", needed: 2, found: 1)
        ) { try FrechetDistance(single, features, divisor: .count) }
        for (rows, odd) in [(20, Float.nan), (3, .infinity)] {
            var values = StatisticsGoldens.first("odd", rows, 6).values
            values[8] = odd
            let broken = FeatureMatrix(name: "broken", rows: rows, columns: 6, values: values)
            let error = #expect(throws: StatisticsError.self) {
                try FrechetDistance(broken, features, divisor: .count)
            }
            #expect(error?.description.hasPrefix("broken: vector 1 holds") == true)
        }
    }

    @Test func refusesWhatIsNoCovariance() throws {
        func fitted(_ covariance: [Double], mean: [Double] = [0, 0]) throws {
            _ = try FittedGaussian(name: "file", mean: mean, covariance: covariance)
        }
        try fitted([2, 1, 1, 2])
        for bad in [[2, 1, 0.5, 2], [1, 0, 0, -1], [1, 2, 2, 1], [.nan, 0, 0, 1], [1, 0, 0]] {
            let error = #expect(throws: StatisticsError.self) { try fitted(bad) }
            #expect(error?.description.hasPrefix("file: expected") == true)
        }
        #expect(throws: StatisticsError.self) { try fitted([1, 0, 0, 1], mean: [0, .infinity]) }
        #expect(throws: StatisticsError.self) { try fitted([], mean: []) }
        #expect(throws: StatisticsError.self) {
            try FittedGaussian(name: "file", mean: [0], covariance: [1], count: 1)
        }
    }
}
