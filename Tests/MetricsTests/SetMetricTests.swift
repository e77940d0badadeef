import Foundation
import Metrics
import Statistics
import Tensor
import Testing

/// Features of made-up videos, drawn from a fixed stream.
struct PatternSet: FeatureSet {
    var name: String
    var rows: [Tensor]
    var prompts: [Tensor] = []
    var size = (width: 64, height: 64)
    var weightsHash = "aa"

    /// - Parameter shift: moves every feature.
    init(_ name: String, videos: Int, rows: Int, columns: Int, shift: Float, seed: UInt64) {
        self.name = name
        var random = SplitMix64(seed: seed)
        self.rows = (0..<videos).map { _ in
            Tensor(
                [rows, columns],
                (0..<rows * columns).map { _ in Float(Double(random.next() >> 40) / 16_777_216) + shift })
        }
    }

    var count: Int { rows.count }
    func outline(of video: Int) -> ClipOutline {
        ClipOutline(width: size.width, height: size.height, frames: 16, framesPerSecond: 8)
    }
    func weights(_ key: FeatureKey) -> String? { weightsHash }
    func features(_ key: FeatureKey, of video: Int) -> Tensor { rows[video] }
    func prompt(_ key: FeatureKey, of video: Int) throws -> Tensor { prompts[video] }
}

@Suite struct SetMetricTests {
    static let videos = PatternSet("videos", videos: 60, rows: 1, columns: 6, shift: 0.1, seed: 1)
    static let real = PatternSet("real", videos: 80, rows: 1, columns: 6, shift: 0, seed: 2)

    private func matrix(_ set: PatternSet) -> FeatureMatrix {
        let values = set.rows.flatMap(\.values)
        return FeatureMatrix(name: set.name, rows: values.count / 6, columns: 6, values: values)
    }

    @Test(arguments: [FVD.Form.tats, .styleGANV]) func distancesSayHowSureTheyAre(form: FVD.Form) throws {
        let value = try FVD(form).evaluate(Self.videos, against: .videos(Self.real))
        let divisor: CovarianceDivisor = form == .tats ? .countMinusOne : .count
        let exact = try FrechetDistance(matrix(Self.videos), matrix(Self.real), divisor: divisor)
        #expect(abs(value.value - exact.value) < 1e-12)
        #expect(value.videos == 60 && value.referenceVideos == 80 && value.vectors == 60)
        #expect(try #require(value.standardError) > 0)
        #expect(try #require(value.biasCorrected) < value.value)
        #expect(try #require(value.limit) < value.value)
        #expect(value.points.first?.count == 60 && value.points.count > 3)
    }

    @Test func aSetIsNoDistanceFromItself() throws {
        let value = try FID().evaluate(Self.real, against: .videos(Self.real))
        #expect(value.value >= 0 && value.value <= 1e-9)
    }

    @Test func smallSetsAreWarnedAbout() throws {
        let few = PatternSet("few", videos: 4, rows: 1, columns: 6, shift: 0, seed: 3)
        let value = try FVD(.tats).evaluate(few, against: .videos(Self.real))
        #expect(value.warnings.contains { $0.contains("fewer vectors than dimensions") })
        #expect(value.warnings.contains { $0.contains("below 50") })
        let one = PatternSet("one", videos: 1, rows: 1, columns: 6, shift: 0, seed: 3)
        #expect(throws: StatisticsError.self) { try FVD(.tats).evaluate(one, against: .videos(Self.real)) }
        #expect(throws: StatisticsError.self) { try FVD(.tats).evaluate(Self.real, against: .videos(one)) }
        let none = #expect(throws: MetricError.self) { try FVD(.tats).evaluate(few, against: nil) }
        #expect(none?.isOmission == true)
    }

    @Test func statisticsStandInForTheirVideos() throws {
        let statistics = try FVD(.tats).statistics(of: Self.real)
        let file = NSTemporaryDirectory() + "/i2vbench set \(UUID().uuidString).npz"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try ReferenceStatistics.write([statistics], to: file)
        let read = try ReferenceStatistics.read(path: file)
        let value = try FVD(.tats).evaluate(Self.videos, against: .statistics(read))
        let wanted = try FVD(.tats).evaluate(Self.videos, against: .videos(Self.real))
        #expect(abs(value.value - wanted.value) < 1e-10)
        #expect(value.referenceVideos == 80 && value.referenceVectors == 80)
        var others = Self.videos
        others.weightsHash = "bb"
        let mismatch = #expect(throws: MetricError.self) {
            try FVD(.tats).evaluate(others, against: .statistics(read))
        }
        #expect("\(mismatch!)".contains("weights"))
        others.weightsHash = "aa"
        others.size = (128, 64)
        #expect(throws: MetricError.self) { try FVD(.tats).evaluate(others, against: .statistics(read)) }
        #expect(throws: MetricError.self) {
            try FVD(.styleGANV).evaluate(Self.videos, against: .statistics(read))
        }
        let kernel = #expect(throws: MetricError.self) {
            try KernelDistanceMetric(.kvd).evaluate(Self.videos, against: .statistics(read))
        }
        #expect(kernel?.isOmission == true)
    }

    @Test func framesOfAVideoStayTogether() throws {
        let frames = PatternSet("videos", videos: 12, rows: 5, columns: 6, shift: 0.1, seed: 4)
        let real = PatternSet("real", videos: 10, rows: 5, columns: 6, shift: 0, seed: 5)
        for metric in [
            FID() as any SetMetric, KernelDistanceMetric(.kid), PrecisionRecallMetric(.precision),
            PrecisionRecallMetric(.recall), InceptionScoreMetric(.inception),
        ] {
            let value = try metric.evaluate(frames, against: .videos(real))
            #expect(value.videos == 12 && value.vectors == 60, "\(metric.descriptor.id)")
            #expect(metric.descriptor.range.contains(value.value), "\(metric.descriptor.id)")
            #expect(value.standardError != nil, "\(metric.descriptor.id)")
            // The same sets give the same value.
            #expect(try metric.evaluate(frames, against: .videos(real)) == value)
        }
    }

    @Test func torchMetricsClampsTheMeanOfTheSet() throws {
        var set = PatternSet("videos", videos: 2, rows: 1, columns: 2, shift: 0, seed: 6)
        set.rows = [Tensor([2, 2], [1, 0, 0, 1]), Tensor([1, 2], [-1, 0])]
        set.prompts = [Tensor([1, 2], [1, 0]), Tensor([1, 2], [1, 0])]
        // Cosines 1, 0 and -1 over three frames.
        #expect(abs(try TorchMetricsCLIPScore().evaluate(set, against: nil).value) < 1e-12)
        set.rows[1] = Tensor([1, 2], [1, 0])
        let value = try TorchMetricsCLIPScore().evaluate(set, against: nil).value
        #expect(abs(value - 2.0 / 3) < 1e-12)
        set.rows = [Tensor([1, 2], [-1, 0]), Tensor([1, 2], [-1, 0])]
        #expect(try TorchMetricsCLIPScore().evaluate(set, against: nil).value == 0)
    }
}
