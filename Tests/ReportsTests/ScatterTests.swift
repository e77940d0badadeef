import Foundation
import Reports
import Statistics
import Testing

@Suite struct ScatterTests {
    private func content(_ values: [String: [Double]], seeds: [UInt64] = [0]) -> ReportContent {
        var content = SampleContent.make(categories: ["Pet": 4], metrics: [])
        content.variants = Array(content.variants.prefix(1))
        content.variants[0].seeds = seeds
        content.metrics = values.keys.sorted().map {
            SampleContent.metric($0, $0, .higher, weights: nil)
        }
        content.scores = values.flatMap { metric, list in
            list.enumerated().map { place, value in
                .init(
                    video: .init(
                        sample: "s\(place / seeds.count)", category: "Pet", variant: "full",
                        seed: seeds[place % seeds.count]), metric: metric, value: value)
            }
        }
        (content.curves, content.costs) = ([], [])
        return content
    }

    @Test func correlationsAreOfCommonVideos() throws {
        let found = MetricCorrelation.all(
            in: content(["a": [1, 2, 3, 4], "b": [4, 3, 2, 1], "c": [1, 4, 9, 16], "d": [1, 2, 3]]))
        #expect(found.map { "\($0.metric)\($0.other)" } == ["ab", "ac", "bc"])
        #expect(found[0].pearson == -1 && found[0].spearman == -1 && found[0].videos == 4)
        #expect(found[1].spearman == 1)
        let pearson = try #require(found[1].pearson)
        #expect(pearson > 0.98 && pearson < 1)
    }

    /// Two variants that differ in both metrics, with no relation within either.
    @Test func aDifferenceBetweenVariantsIsNoCorrelation() throws {
        var content = content(["a": [1, 2, 1, 2], "b": [1, 1, 2, 2]])
        content.variants.append(SampleContent.variant("other", "Other", (true, true, true)))
        content.scores += content.scores.map { score in
            var score = score
            score.video.variant = "other"
            score.value = score.value.map { $0 + 100 }
            return score
        }
        let found = try #require(MetricCorrelation.all(in: content).first)
        #expect(found.videos == 8 && abs(found.pearson ?? 1) <= 1e-12 && abs(found.spearman ?? 1) <= 1e-12)
    }

    @Test func seedsAndSamplesAreToldApart() throws {
        let two = content(["a": [1, 3, 5, 7, 9, 11, 13, 15]], seeds: [3, 4])
        let found = try #require(SeedScatter.all(in: two).first)
        #expect(found.seeds == 2 && found.split.samples == 4 && found.split.withinSamples == 2)
        #expect(SeedScatter.all(in: content(["a": [1, 2, 3, 4]])).isEmpty)
        let text = MarkdownRenderer().render(try Report(two).document)
        #expect(text.contains("## Samples and seeds"))
    }
}
