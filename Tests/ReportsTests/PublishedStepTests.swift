import Reports
import Testing

/// What a report says of an ablation beside the paper's.
@Suite struct PublishedStepTests {
    /// FVD of the four rows.
    private func text(_ values: [Double]) throws -> [String] {
        var content = SampleContent.small
        content.published = .bundled
        content.suite.ablationNote = "Why not."
        content.metrics = [
            ReportContent.Metric(
                id: "fvd@i3d-tats", version: 1, title: "FVD", direction: .lower, scale: 1, decimals: 2,
                source: "paper", weights: .demo)
        ]
        content.scores = []
        content.setValues = zip(content.variants, values).map { variant, value in
            ReportContent.SetValue(
                variant: variant.id, metric: "fvd@i3d-tats", value: value, videos: 4, vectors: 4)
        }
        return MarkdownRenderer().render(try Report(content).document).split(separator: "\n").map(String.init)
    }

    @Test func agreementIsCounted() throws {
        let lines = try text([10, 12, 11, 30])
        #expect(
            lines.contains(
                "**Beside the paper.** Of 3 steps from row to row (FVD), 3 go the way of the paper's."))
        #expect(!lines.contains("Why not."))
    }

    @Test func rowsThatDoOtherwiseAreTold() throws {
        let lines = try text([10, 12, 13.5, 30])
        let place = try #require(lines.firstIndex { $0.hasPrefix("**Beside the paper.**") })
        #expect(lines[place].hasSuffix("2 go the way of the paper's; the others follow."))
        #expect(
            lines[place + 1]
                == "- “w/o FrameInit, T.Cond.”: FVD goes from 12.00 to 13.50 here, from 245.79 to 224.16 in the "
                + "paper. Whether the difference here is more than chance is not known.")
        #expect(lines[place + 2] == "Why not.")
    }
}
