import Benchmarks
import Foundation
import Media
import Metrics
import Runner
import Statistics
import Store
import Tensor
import Testing

/// The mean over all frames of a set, less that of the reference.
struct MeanOfSet: SetMetric {
    var evaluations = Counter()
    var needsReference = true

    var descriptor: MetricDescriptor {
        MetricDescriptor(
            id: "set_mean", version: 1, title: "Mean of the set", range: -100_000...100_000,
            direction: .lower, inputs: needsReference ? [.referenceSet] : [],
            features: [MeanFeatures.frameKey], source: "this test", displayScale: 1)
    }

    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        evaluations.add()
        var value = SetValue(value: try mean(set), videos: set.count, vectors: set.count * 8)
        if needsReference {
            guard case .videos(let real) = reference else {
                throw MetricError.missingInput(sample: set.name, input: .referenceSet)
            }
            value.value -= try mean(real)
            value.referenceVideos = real.count
        }
        value.blocks = try BlockJackknife().estimate(
            set: set.name, units: set.count, value: value.value
        ) { videos in
            let values = try videos.flatMap { try set.features(MeanFeatures.frameKey, of: $0).values }
            return values.reduce(0) { $0 + Double($1) } / Double(max(1, values.count))
        }.parts
        return value
    }

    private func mean(_ set: any FeatureSet) throws -> Double {
        let values = try (0..<set.count).flatMap { try set.features(MeanFeatures.frameKey, of: $0).values }
        return values.reduce(0) { $0 + Double($1) } / Double(max(1, values.count))
    }
}

@Testing.Suite("Metrics of sets")
struct SetTests {
    @Test("Sets are evaluated from cached features, and again only when something changed")
    func evaluation() throws {
        let bench = try Bench()
        let metric = MeanOfSet(needsReference: false)
        bench.sets = [metric]
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.scores == 48)
        #expect(metric.evaluations.value == 2)
        let forwards = bench.features.forwards.value
        let store = try bench.open()
        let rows = try store.rows(
            "SELECT variant, count, round(value - (SELECT avg(value) FROM scores_long WHERE metric = 'brightness' "
                + "AND variant = set_values.variant), 6) FROM set_values ORDER BY variant")
        #expect(rows == [#""bare" | 8 | 0.0"#, #""full" | 8 | 0.0"#])
        // A video's entry counts its vectors and is no mean.
        #expect(try store.rows("SELECT DISTINCT value FROM scores_long WHERE metric = 'set_mean'") == ["8.0"])
        #expect(try store.rows("SELECT * FROM overall_means WHERE metric = 'set_mean'").isEmpty)
        #expect(try bench.run().work.scored == 0)
        #expect(metric.evaluations.value == 2 && bench.features.forwards.value == forwards)
        bench.samples.removeLast()
        try bench.run()
        #expect(metric.evaluations.value == 4 && bench.features.forwards.value == forwards)
    }

    @Test("Without a reference set the value is left out, with the reason")
    func noReference() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet()]
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.failedSets == 0)
        let failures = try bench.open().setFailures(run: outcome.run)
        #expect(failures.count == 2 && failures.allSatisfy { $0.isOmission })
        #expect(failures[0].reason.contains("--reference"))
    }

    @Test("Reference videos are read once; bad ones are counted")
    func referenceVideos() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet()]
        var paths = [bench.folder + "/missing.mkv"]
        for index in 0..<3 {
            let path = "\(bench.folder)/real \(index).mkv"
            let frame = RGBImage(
                width: 16, height: 16, pixels: [UInt8](repeating: UInt8(10 * index), count: 768))
            try VideoWriter.write([frame, frame], to: path, frameRate: FrameRate(8), encoding: .ffv1)
            paths.append(path)
        }
        bench.reference = .videos(paths)
        let outcome = try bench.run()
        #expect(outcome.exitCode == 2 && outcome.failedReferences == 1)
        let store = try bench.open()
        let values = try store.setScores(run: outcome.run).filter { $0.metric == "set_mean" }
        #expect(values.count == 2 && values.allSatisfy { $0.referenceCount == 3 })
        let forwards = bench.features.forwards.value
        try bench.run()
        #expect(bench.features.forwards.value == forwards)
    }
}
