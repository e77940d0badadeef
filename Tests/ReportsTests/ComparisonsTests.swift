import Foundation
import Reports
import Statistics
import Testing

@Suite struct ComparisonsTests {
    /// Two variants, one metric; the second differs from the first by the given amounts, sample by sample.
    private func content(_ differences: [[Double]], toggles: Bool = false) -> ReportContent {
        var content = SampleContent.make(
            categories: ["Pet": differences.count], metrics: [SampleContent.metrics[0]])
        let seeds = (0..<(differences.first?.count ?? 0)).map { UInt64($0) }
        content.variants = Array(content.variants.prefix(2))
        content.variants.indices.forEach { content.variants[$0].seeds = seeds }
        content.costs = []
        content.curves = []
        content.scores = content.variants.indices.flatMap { row in
            differences.enumerated().flatMap { sample, values in
                values.enumerated().map { seed, difference in
                    ReportContent.Score(
                        video: .init(
                            sample: "s\(sample)", category: "Pet", variant: content.variants[row].id,
                            seed: UInt64(seed)), metric: content.metrics[0].id,
                        value: 0.5 + 0.01 * Double(sample) + (row == 1 ? difference : 0))
                }
            }
        }
        return content
    }

    @Test func pairedScoresAreComparedWhateverTheirOrder() throws {
        let differences = [0.0625, 0.125, 0.25, 0.0625, 0.125, 0.5, 0.25, 0.125]
        var shuffled = content(differences.map { [$0] })
        let found = Comparisons(shuffled).all
        shuffled.scores.reverse()
        #expect(Comparisons(shuffled).all == found)
        let only = try #require(found.first)
        #expect(found.count == 1 && only.method == .permutation && only.count == 8)
        #expect(only.variant == "no-frameinit" && only.baseline == "full")
        #expect(abs(only.difference - 0.1875) <= 1e-12)
        // All eight differences have one sign: two of 256 patterns reach the sum.
        #expect(only.pValue == 1.0 / 128 && only.isSignificant)
    }

    @Test func seedsOfASampleAreOneUnit() throws {
        let found = try #require(Comparisons(content([[0.1, 0.2], [0.3, 0.1]])).all.first)
        #expect(found.count == 4 && found.pValue == 0.5 && !found.isSignificant)
    }

    @Test func onlyPairsCount() throws {
        var content = content([[0.1], [0.2], [0.3]])
        content.scores.removeAll { $0.video.variant == "full" && $0.video.sample == "s1" }
        #expect(try #require(Comparisons(content).all.first).count == 2)
    }

    @Test func rowsOfAnAblationAreComparedWithTheFullOneAndTheOneAbove() throws {
        let pairs = Comparisons(SampleContent.demo).all.filter { $0.metric == "clipsim" }
            .map { "\($0.variant) - \($0.baseline)" }
        #expect(
            pairs == [
                "no-frameinit - full", "no-temporal - full", "no-temporal - no-frameinit",
                "no-spatial - full", "no-spatial - no-temporal",
            ])
        let all = Comparisons(SampleContent.demo).all
        #expect(all.count == 5 * SampleContent.metrics.count)
        #expect(all.map(\.adjustedPValue) == Holm.adjusted(all.map(\.pValue)))
    }

    @Test func setsAreComparedBlockByBlock() throws {
        var content = content([[0.1], [0.2]])
        content.metrics.append(
            .init(id: "fvd@i3d-tats", version: 1, title: "FVD", direction: .lower, scale: 1, source: "here"))
        let noise = [0.3, -0.2, 0.1, 0.25, -0.4]
        func value(_ variant: String, _ value: Double, pairing: String?) -> ReportContent.SetValue {
            let own = noise.enumerated().map { value + $1 + (variant == "full" ? 0.01 : -0.01) * Double($0) }
            return .init(
                variant: variant, metric: "fvd@i3d-tats", value: value, videos: 10, vectors: 10,
                blocks: [BlockValues(value: value, without: own, sizes: [2, 2, 2, 2, 2])], pairing: pairing)
        }
        content.setValues = [value("full", 10, pairing: "a"), value("no-frameinit", 14, pairing: "a")]
        let found = try #require(Comparisons(content).all.first { $0.metric == "fvd@i3d-tats" })
        #expect(found.method == .jackknife && found.difference == 4 && found.count == 5)
        #expect(found.isSignificant && found.pValue < 1e-4)
        for other in ["b", nil] {
            content.setValues[1].pairing = other
            #expect(!Comparisons(content).all.contains { $0.metric == "fvd@i3d-tats" })
        }
    }

    @Test func theTableSaysWhatIsNotSignificant() throws {
        var content = content([0.0625, 0.125, 0.25, 0.0625, 0.125, 0.5, 0.25, 0.125].map { [$0] })
        let text = MarkdownRenderer().render(try Report(content).document)
        #expect(text.contains("| Subject consistency ↑ (×100) | **+18.75** p = 0.008 |"))
        #expect(text.contains("| Metric | B − A |"))
        for index in content.scores.indices where content.scores[index].video.sample != "s0" {
            guard content.scores[index].video.variant == "no-frameinit" else { continue }
            content.scores[index].value =
                content.scores.first {
                    $0.video.sample == content.scores[index].video.sample && $0.video.variant == "full"
                }?.value
        }
        let weak = MarkdownRenderer().render(try Report(content).document)
        #expect(weak.contains("| +0.78 n.s. |"))
    }
}
