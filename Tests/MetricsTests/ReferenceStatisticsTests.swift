import Checkpoints
import Foundation
import Metrics
import Statistics
import Tensor
import Testing

@Suite struct ReferenceStatisticsTests {
    private let folder: URL
    private let origin = ReferenceStatistics.Origin(
        metric: "fvd@i3d-tats", extractor: "i3d_k400", preprocessing: "tats",
        weights: String(repeating: "0a", count: 32), videos: 40, framesPerVideo: 16, videoSize: "256x256")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "statistics-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func features(_ name: String, _ rows: Int = 40, _ columns: Int = 6) -> FeatureMatrix {
        FeatureMatrix(
            name: name, rows: rows, columns: columns,
            values: SyntheticWeights.unit("statistics/" + name, shape: [rows, columns]).values)
    }

    private func statistics(_ divisor: CovarianceDivisor = .countMinusOne) throws -> ReferenceStatistics {
        try ReferenceStatistics(FeatureMoments(features("real")), divisor: divisor, origin: origin)
    }

    @Test func readsBackWhatWasWritten() throws {
        let written = try statistics()
        try ReferenceStatistics.write([written], to: path("one.npz"))
        let read = try ReferenceStatistics.read(path: path("one.npz"))
        var expected = written
        expected.name = path("one.npz")
        #expect(read == [expected])
        #expect(read[0].origin.vectors == 40)
        let archive = try Checkpoint.open(path("one.npz"))
        #expect(archive.tensors.map(\.name) == ["mu", "sigma", "vectors", "videos", "frames_per_video"])
    }

    @Test func aFileHoldsSeveralMetrics() throws {
        var image = try ReferenceStatistics(
            FeatureMoments(features("images", 90, 9)), divisor: .countMinusOne, origin: origin)
        image.origin.metric = "fid@inception-2015"
        let video = try statistics()
        try ReferenceStatistics.write([video, image], to: path("both.npz"))
        let read = try ReferenceStatistics.read(path: path("both.npz"))
        #expect(read.map(\.origin) == [video.origin, image.origin])
        let found = try ReferenceStatistics.matching(
            read, .init(origin: .init(metric: "fid@inception-2015"), dimension: 9))
        #expect(found.covariance == image.covariance)
    }

    /// The distance to the file is the distance to the vectors, with either divisor on either side.
    @Test func distancesAreThoseOfTheVectors() throws {
        for stored in CovarianceDivisor.allCases {
            try ReferenceStatistics.write([statistics(stored)], to: path("\(stored).npz"))
            let read = try ReferenceStatistics.read(path: path("\(stored).npz"))[0]
            for divisor in CovarianceDivisor.allCases {
                let made = try FittedGaussian(features("made"), divisor: divisor)
                let distance = try FrechetDistance(made, read.gaussian(divisor: divisor))
                let expected = try FrechetDistance(features("made"), features("real"), divisor: divisor)
                #expect(abs(distance.value - expected.value) <= 1e-12)
                #expect(distance.counts == [40, 40])
            }
        }
    }

    @Test(arguments: [("mu", "sigma"), ("mean", "cov")])
    func foreignArchivesAreRead(_ mean: String, _ covariance: String) throws {
        let known = try statistics()
        try NumpyArchiveWriter.write(
            [
                NumpyArchiveEntry(mean, known.mean, shape: [6]),
                NumpyArchiveEntry(covariance, known.covariance, shape: [6, 6]),
            ], to: path("foreign.npz"))
        let read = try ReferenceStatistics.read(path: path("foreign.npz"))
        #expect(read.count == 1 && read[0].origin == .init() && read[0].divisor == .countMinusOne)
        #expect(read[0].covariance == known.covariance)
        let gaussian = try read[0].gaussian(divisor: .countMinusOne)
        let distance = try FrechetDistance(
            FittedGaussian(features("made"), divisor: .countMinusOne), gaussian)
        #expect(distance.warnings.contains(.unknownCount(set: path("foreign.npz"))))
        let error = #expect(throws: MetricError.self) { try read[0].gaussian(divisor: .count) }
        #expect(error?.description.contains("divided by n-1 that does not say of how many") == true)
        let expectation = ReferenceStatistics.Expectation(origin: origin, dimension: 6)
        let found = try ReferenceStatistics.matching(read, expectation)
        #expect(
            found.unstated(of: expectation) == [
                "metric", "network", "preprocessing", "weights", "frames per video", "video size",
            ])
    }

    /// A statistics object of StyleGAN-V's code: sums over six vectors of length 4.
    @Test func pickledSumsAreRead() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("CheckpointsTests/Fixtures/feature_stats_np2.pkl").path
        let read = try ReferenceStatistics.read(path: file)[0]
        #expect(read.origin.vectors == 6 && read.divisor == .count && read.dimension == 4)
        #expect(abs(read.mean[0] - -1.6818856000900269 / 6) <= 1e-16)
        let expected = 2.604097704947975 / 6 - (1.17423415184021 / 6) * (1.17423415184021 / 6)
        #expect(abs(read.covariance[5] - expected) <= 1e-16)
        _ = try read.gaussian(divisor: .countMinusOne)
    }

    @Test func otherProtocolsAreRefusedWithBothDescriptions() throws {
        let known = try statistics()
        let changes: [(String, (inout ReferenceStatistics.Origin) -> Void)] = [
            ("network", { $0.extractor = "c3d_ucf101" }), ("preprocessing", { $0.preprocessing = "crop" }),
            ("weights", { $0.weights = "ff" }), ("frames per video", { $0.framesPerVideo = 8 }),
            ("video size", { $0.videoSize = "64x64" }),
        ]
        for (name, change) in changes {
            var other = origin
            change(&other)
            let expectation = ReferenceStatistics.Expectation(origin: other, dimension: 6)
            let error = #expect(throws: MetricError.self) {
                try ReferenceStatistics.matching([known], expectation)
            }
            #expect(error?.description.contains("differs in \(name).") == true)
            #expect(error?.description.contains("Expected: \(expectation.description)") == true)
            #expect(error?.description.contains("Found: \(known.description)") == true)
        }
        for (metric, dimension) in [("fid@inception-2015", 6), ("fvd@i3d-tats", 7)] {
            var other = origin
            other.metric = metric
            #expect(throws: MetricError.self) {
                try ReferenceStatistics.matching([known], .init(origin: other, dimension: dimension))
            }
        }
        #expect(throws: MetricError.self) {
            try ReferenceStatistics.matching([], .init(origin: origin, dimension: 6))
        }
        // N may differ: a reference set is usually larger.
        var larger = origin
        (larger.vectors, larger.videos) = (2048, 2048)
        #expect(try ReferenceStatistics.matching([known], .init(origin: larger, dimension: 6)) == known)
        #expect(
            known.description
                == "fvd@i3d-tats, i3d_k400 with preprocessing tats, weights 0a0a0a0a0a0a, "
                + "40 vectors of length 6, 40 videos, 16 frames per video, 256x256")
    }

    @Test func otherFilesAreNamed() throws {
        try NumpyArchiveWriter.write([NumpyArchiveEntry("mu", [1, 2], shape: [2])], to: path("mean.npz"))
        try NumpyArchiveWriter.write(
            [
                NumpyArchiveEntry("mu", [1, 2], shape: [2]),
                NumpyArchiveEntry("sigma", [1, 2, 3, 4, 5, 6], shape: [2, 3]),
            ], to: path("shape.npz"))
        try NumpyArchiveWriter.write(
            [
                NumpyArchiveEntry("mu", [1], shape: [1]), NumpyArchiveEntry("sigma", [1], shape: [1, 1]),
                NumpyArchiveEntry("divisor", "n+1"),
            ], to: path("divisor.npz"))
        for (name, reason) in [
            ("mean.npz", "found mu"), ("shape.npz", "[2] and [2, 3]"), ("divisor.npz", "found n+1"),
        ] {
            let error = #expect(throws: MetricError.self) { try ReferenceStatistics.read(path: path(name)) }
            #expect(error?.description.contains(reason) == true && error?.exitCode == 65)
            #expect(error?.description.hasPrefix(path(name)) == true)
        }
        #expect(throws: CheckpointError.self) { try ReferenceStatistics.read(path: path("absent.npz")) }
    }
}
