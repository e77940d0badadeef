import Statistics
import Testing

@Suite struct PrecisionRecallTests {
    @Test func ratiosAreTorchFidelitys() throws {
        let golden = try #require(try StatisticsGoldens().cases("precision_recall").first)
        let found = try PrecisionRecall(
            generated: golden.first, real: golden.second, neighbours: golden.integer("neighborhood"))
        #expect(Float(found.precision) == Float(golden.number("precision")))
        #expect(Float(found.recall) == Float(golden.number("recall")))
        #expect(Float(found.fScore) == Float(golden.number("f_score")))
        #expect(found.coveredGenerated.count { $0 } == 25 && found.coveredReal.count == 40)
    }

    /// All distances by sums of squared differences.
    private func direct(_ inner: FeatureMatrix, within outer: FeatureMatrix, _ rank: Int) -> [Bool] {
        func distance(_ one: ArraySlice<Float>, _ other: ArraySlice<Float>) -> Double {
            zip(one, other).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
        }
        let radii = (0..<outer.rows).map { row in
            (0..<outer.rows).filter { $0 != row }.map { distance(outer.row(row), outer.row($0)) }
                .sorted()[rank - 1]
        }
        return (0..<inner.rows).map { row in
            (0..<outer.rows).contains { distance(inner.row(row), outer.row($0)) <= radii[$0] }
        }
    }

    @Test(arguments: [1, 2, 5]) func equalsTheDefinition(_ rank: Int) throws {
        let (made, real) = (
            StatisticsGoldens.first("pr", 300, 12), StatisticsGoldens.second("pr", 170, 12)
        )
        let found = try PrecisionRecall(generated: made, real: real, neighbours: rank)
        #expect(found.coveredGenerated == direct(made, within: real, rank))
        #expect(found.coveredReal == direct(real, within: made, rank))
    }

    /// Points on a grid far from the origin: every comparison is a tie that a matrix product alone would decide by
    /// chance.
    @Test func tiesFarFromTheOriginAreInside() throws {
        let values = (0..<64).flatMap { place -> [Float] in
            [Float(place % 8) + 4096, Float(place / 8) - 4096, 1000]
        }
        let grid = FeatureMatrix(name: "grid", rows: 64, columns: 3, values: values)
        let shifted = FeatureMatrix(
            name: "shifted", rows: 64, columns: 3,
            values: values.enumerated().map { $0.offset % 3 == 0 ? $0.element + 1 : $0.element })
        let found = try PrecisionRecall(generated: shifted, real: grid, neighbours: 1)
        #expect(found.precision == 1 && found.recall == 1)
        #expect(found.coveredGenerated == direct(shifted, within: grid, 1))
        let beyond = FeatureMatrix(
            name: "beyond", rows: 64, columns: 3,
            values: values.enumerated().map { $0.offset % 3 == 2 ? $0.element + 1.001 : $0.element })
        #expect(try PrecisionRecall(generated: beyond, real: grid, neighbours: 1).precision == 0)
    }

    @Test func copiesOfOnePointHaveNoNeighbourhoodButThemselves() throws {
        let same = FeatureMatrix(name: "same", rows: 5, columns: 2, values: .init(repeating: 0.1, count: 10))
        let found = try PrecisionRecall(generated: same, real: same)
        #expect(found.precision == 1 && found.recall == 1 && found.fScore == 1)
    }

    /// Errors and curves from the neighbourhoods without a block are those from computing everything again.
    @Test func errorAndCurveAreThoseOfSmallerSets() throws {
        let (made, real) = (
            StatisticsGoldens.first("pr trust", 60, 5), StatisticsGoldens.second("pr trust", 50, 5)
        )
        let units = ((0..<20).map { $0 * 3..<($0 + 1) * 3 }, (0..<10).map { $0 * 5..<($0 + 1) * 5 })
        let jackknife = BlockJackknife(blocks: 7, seed: 3)
        let found = try PrecisionRecall(
            generated: made, real: real, jackknife: jackknife, units: units)
        @Sendable func again(_ videos: [Int]?, _ others: [Int]?) throws -> PrecisionRecall {
            let rows = (videos?.flatMap { units.0[$0] }, others?.flatMap { units.1[$0] })
            return try PrecisionRecall(
                generated: rows.0.map(made.selecting) ?? made, real: rows.1.map(real.selecting) ?? real)
        }
        let cases: [(PrecisionRecall.Trust, @Sendable (PrecisionRecall) -> Double)] = [
            (found.precisionTrust, { $0.precision }), (found.recallTrust, { $0.recall }),
        ]
        for (trust, value) in cases {
            let ours = try jackknife.estimate(set: "made", units: 20, value: value(found)) {
                try value(again($0, nil))
            }
            let theirs = try jackknife.estimate(set: "real", units: 10, value: value(found)) {
                try value(again(nil, $0))
            }
            #expect(try #require(trust.jackknife) == ours.combined(with: theirs))
            let curve = try SizeExtrapolation().curve(
                set: "made", blocks: jackknife.partition(20).map(\.count)
            ) { kept in
                let blocks = jackknife.partition(20)
                return try value(again(kept.flatMap { blocks[$0] }.sorted(), nil))
            }
            #expect(trust.curve == curve)
        }
    }

    @Test func setsThatFallApartHaveNoError() throws {
        let (made, real) = (
            StatisticsGoldens.first("pr few", 8, 5), StatisticsGoldens.second("pr few", 30, 5)
        )
        let found = try PrecisionRecall(
            generated: made, real: real, units: ([0..<5, 5..<8], nil))
        // Without its first video the generated set has three vectors, none with a third neighbour.
        #expect(found.recallTrust.jackknife == nil && found.recallTrust.curve == nil)
        #expect(found.precisionTrust.jackknife != nil)
    }

    @Test func tooSmallSetsAreRefused() {
        let error = #expect(throws: StatisticsError.self) {
            try PrecisionRecall(
                generated: StatisticsGoldens.first("p", 3, 2), real: StatisticsGoldens.second("p", 9, 2))
        }
        #expect(error?.description.contains("at least 4 vectors, found 3") == true)
    }
}
