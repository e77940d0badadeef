import Metrics
import Tensor
import Testing

/// A clip whose features are given as numbers.
func clip(
    _ frames: [FeatureKey: Tensor], count: Int, image: [Float]? = nil, text: [Float]? = nil
) -> StoredClipFeatures {
    StoredClipFeatures(
        sampleID: "sample", outline: ClipOutline(width: 64, height: 64, frames: count, framesPerSecond: 8),
        frames: frames,
        firstFrame: image.map { [.clipOpenAIPIL: Tensor([1, $0.count], $0)] },
        prompt: text.map { [.clipText77: Tensor([1, $0.count], $0)] })
}

@Suite struct FormulaTests {
    @Test func flickeringIsTheDistanceFromAStillVideo() throws {
        let errors = Tensor([3, 1], [0, 25.5, 51])
        let score = try TemporalFlickering().checkedScore(clip([.pairMAE: errors], count: 4))
        #expect(abs(score.value - 0.9) < 1e-12)
        #expect(score.parts["pair_mae"] == [0, 25.5, 51])
    }

    @Test(arguments: [
        (SubjectConsistency() as any PerVideoMetric, FeatureKey.dinoFloat),
        (BackgroundConsistency() as any PerVideoMetric, FeatureKey.clipVBenchFloat),
    ])
    func consistencyAveragesBothComparisonsAndDropsNegativeCosines(
        metric: any PerVideoMetric, key: FeatureKey
    )
        throws
    {
        // Directions 0°, 60°, 180°: cosines with the frame before 0.5 and -0.5, with the first 0.5 and -1.
        let root = Float(3).squareRoot()
        let features = Tensor([3, 2], [2, 0, 1, root, -3, 0])
        let score = try metric.checkedScore(clip([key: features], count: 3))
        let expected = ((0.5 + 0.5) / 2 + (0 + 0) / 2) / 2
        #expect(abs(score.value - expected) < 1e-7)
        for (name, cosines) in [("cos_previous", [0.5, -0.5]), ("cos_first", [0.5, -1])] {
            for (found, wanted) in zip(try #require(score.parts[name]), cosines) {
                #expect(abs(found - wanted) < 1e-7)
            }
        }
    }

    @Test func identicalFramesHaveAConsistencyOfOne() throws {
        let row: [Float] = [0.1, -0.7, 0.3]
        let features = Tensor([4, 3], row + row + row + row)
        #expect(try SubjectConsistency().checkedScore(clip([.dinoFloat: features], count: 4)).value == 1)
    }

    @Test func clipsimIsTheMeanCosineWithThePrompt() throws {
        let features = Tensor([2, 2], [1, 0, 0, 5])
        let score = try CLIPSIM().checkedScore(clip([.clipOpenAIPIL: features], count: 2, text: [3, 4]))
        #expect(abs(score.value - 0.7) < 1e-12)
        #expect(score.parts["similarity"]!.count == 2)
    }

    @Test func isimSummarisesOneCurve() throws {
        // Cosines with the image (1, 0): 1, 0.8, 0.6, 0.
        let features = Tensor([4, 2], [2, 0, 4, 3, 3, 4, 0, 1])
        let sample = clip([.clipOpenAIPIL: features], count: 4, image: [1, 0])
        let scores = try ISIM.Summary.allCases.map { try ISIM($0).checkedScore(sample) }
        let expected = [1, 0.6, 1.0 / 3]
        for (score, value) in zip(scores, expected) { #expect(abs(score.value - value) < 1e-12) }
        for (found, value) in zip(scores[2].parts["similarity"]!, [1, 0.8, 0.6, 0]) {
            #expect(abs(found - value) < 1e-12)
        }
        // Slope of (0, 1), (1, 0.8), (2, 0.6), (3, 0): (-1.5·1 - 0.5·0.8 + 0.5·0.6 + 0) / 5.
        #expect(abs(scores[2].parts["slope"]![0] - 0.32) < 1e-12)
    }

    private func perVideo(_ id: String) throws -> any PerVideoMetric {
        try #require(MetricRegistry.perVideo.first { $0.descriptor.id == id })
    }

    @Test func aSingleFrameIsAnErrorWhereFramesAreCompared() throws {
        let one = Tensor([1, 2], [1, 0])
        let sample = clip(
            [.pairMAE: Tensor([0, 1]), .dinoFloat: one, .clipVBenchFloat: one, .clipOpenAIPIL: one], count: 1,
            image: [1, 0], text: [1, 0])
        for id in ["temporal_flickering", "subject_consistency", "background_consistency", "isim_decay"] {
            #expect(throws: MetricError.tooFewFrames(sample: "sample", metric: id, needed: 2, found: 1)) {
                try perVideo(id).checkedScore(sample)
            }
        }
        for id in ["clipsim", "isim_first", "isim_average"] {
            #expect(try perVideo(id).checkedScore(sample).value == 1)
        }
    }

    @Test func missingInputsAreNamed() {
        let sample = clip([.clipOpenAIPIL: Tensor([1, 2], [1, 0])], count: 2)
        #expect(throws: MetricError.missingInput(sample: "sample", input: .prompt)) {
            try CLIPSIM().checkedScore(sample)
        }
        #expect(throws: MetricError.missingInput(sample: "sample", input: .firstFrame)) {
            try ISIM(.first).checkedScore(sample)
        }
        #expect(throws: MetricError.missingFeature(sample: "sample", key: .dinoFloat)) {
            try SubjectConsistency().checkedScore(sample)
        }
    }

    @Test func valuesOutsideTheRangeAreErrors() {
        let damaged = Tensor([2, 2], [1, .nan, 1, 0])
        #expect(throws: MetricError.self) {
            try SubjectConsistency().checkedScore(clip([.dinoFloat: damaged], count: 2))
        }
        #expect {
            try TemporalFlickering().checkedScore(clip([.pairMAE: Tensor([1, 1], [-3])], count: 2))
        } throws: {
            "\($0)".contains("temporal_flickering is 1.0117") && "\($0)".contains("0.0 to 1.0")
        }
    }
}
