import Foundation
import Media
import Metrics
import Runner
import Statistics
import Store
import Tensor
import Testing

/// The moments of what `MeanOfSet` takes the mean of.
private struct MomentsOfSet: StatisticsMetric {
    var mean = MeanOfSet(needsReference: false)

    var descriptor: MetricDescriptor { mean.descriptor }

    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        try mean.evaluate(set, against: reference)
    }

    func statistics(of set: any FeatureSet) throws -> ReferenceStatistics {
        var moments = FeatureMoments(name: set.name, dimension: 1)
        for video in 0..<set.count {
            for value in try set.features(MeanFeatures.frameKey, of: video).values {
                try moments.add([value][...])
            }
        }
        let key = MeanFeatures.frameKey
        return try ReferenceStatistics(
            moments, divisor: .countMinusOne,
            origin: .init(
                metric: descriptor.id, extractor: key.extractor, preprocessing: key.preprocessing,
                weights: set.weights(key), videos: set.count))
    }
}

/// Another formula under the same name and version.
private struct ShiftedMeanOfSet: SetMetric {
    var descriptor: MetricDescriptor { MeanOfSet(needsReference: false).descriptor }

    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        var value = try MeanOfSet(needsReference: false).evaluate(set, against: reference)
        value.value += 0.5
        return value
    }
}

@Testing.Suite("What is made of cached features alone")
struct SetFilesTests {
    private func bench() throws -> Bench {
        let bench = try Bench()
        bench.sets = [MeanOfSet(needsReference: false)]
        try bench.run()
        return bench
    }

    @Test("Statistics are written for every row and metric, and say whose they are")
    func statistics() throws {
        let bench = try bench()
        let folder = URL(fileURLWithPath: bench.folder + "/report")
        func files() throws -> (paths: [String], gaps: [StatisticsFiles.Gap]) {
            let builder = try ReportBuilder(store: try bench.open(), run: 1)
            return try StatisticsFiles(builder, metrics: [MomentsOfSet()], features: bench.features)
                .write(to: folder)
        }
        let written = try files()
        #expect(written.gaps.isEmpty)
        #expect(
            written.paths == ["statistics/1-full-set-mean.npz", "statistics/2-bare-set-mean.npz"])
        let values = try bench.open().setScores(run: 1).filter { $0.metric == "set_mean" }
        for (path, value) in zip(written.paths, values) {
            let read = try ReferenceStatistics.read(path: folder.appendingPathComponent(path).path)
            let found = try #require(read.first)
            #expect(read.count == 1 && abs(found.mean[0] - value.value) <= 1e-4)
            #expect(found.origin.videos == 8 && found.origin.vectors == 64)
            #expect(found.origin.weights == "cd34" && found.origin.weightClass == "synthetic")
            let label = bench.generators[value.variant].name
            #expect(found.origin.source == "“\(label)” (synthetic weights) on pattern version 1, run 1")
        }
        _ = try bench.open().prune(to: 0)
        let gone = try files()
        #expect(gone.paths.isEmpty && gone.gaps.map(\.lacking) == [8, 8])
        // What an earlier report wrote would pass for this one's.
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.appendingPathComponent("statistics").path)
        #expect(names.isEmpty)
    }

    private func explanation(_ bench: Bench, _ metric: any SetMetric) throws -> CellExplanation {
        let explainer = try CellExplainer(
            store: try bench.open(), run: 1, sets: [metric], features: bench.features)
        guard
            case .measured(let found) = try explainer.explain(
                try #require(CellAddress("summary:full/set_mean")))
        else { throw RunnerError.damagedPlan(run: 1, found: "a published number") }
        return found
    }

    @Test("A set's value is computed again to the last bit, and one that does not come out is told")
    func recomputation() throws {
        let bench = try bench()
        let metric = MeanOfSet(needsReference: false)
        let found = try explanation(bench, metric)
        #expect(found.recomputed != nil && found.recomputed == found.value && found.agreement == .identical)
        #expect(found.recomputation == "from the cached features of 8 videos")
        #expect(try explanation(bench, ShiftedMeanOfSet()).agreement == .differs)
        var later = metric.descriptor
        later.version += 1
        let other = try explanation(bench, VersionedMean(descriptor: later))
        #expect(other.recomputed == nil && other.recomputation?.contains("in another way") == true)
        _ = try bench.open().prune(to: 0)
        let pruned = try explanation(bench, metric)
        #expect(pruned.value == found.value && pruned.recomputed == nil && pruned.agreement == nil)
        #expect(pruned.recomputation?.contains("the features of 8 of 8 videos (full) were pruned") == true)
    }

    @Test("Reference videos that belong to no row are found again")
    func reference() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet()]
        let paths = (0..<3).map { "\(bench.folder)/real \($0).mkv" }
        for (index, path) in paths.enumerated() {
            let frame = RGBImage(
                width: 16, height: 16, pixels: [UInt8](repeating: UInt8(10 * index), count: 768))
            try VideoWriter.write([frame, frame], to: path, frameRate: FrameRate(8), encoding: .ffv1)
        }
        bench.reference = .videos(paths)
        bench.plannedReference = PlannedReference(kind: .videos, title: "3 videos", hash: "abc")
        try bench.run()
        for path in paths { try FileManager.default.removeItem(atPath: path) }
        let found = try explanation(bench, MeanOfSet())
        #expect(found.agreement == .identical)
        #expect(found.recomputation == "from the cached features of 8 videos and 3 reference videos")
    }
}

private struct VersionedMean: SetMetric {
    var descriptor: MetricDescriptor

    func evaluate(_ set: any FeatureSet, against reference: ReferenceSet?) throws -> SetValue {
        try MeanOfSet(needsReference: false).evaluate(set, against: reference)
    }
}
