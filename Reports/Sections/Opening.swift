extension ReportSections {
    /// Title, warning, and what was run in plain words.
    var opening: [Block] {
        [.heading(1, content.title)] + warning + [.paragraph(whatWasRun)]
            + (content.suite.reading.map { [.paragraph([.text($0)])] } ?? []) + [.paragraph(howToRead)]
    }

    private var warning: [Block] {
        guard !labels.all.isEmpty else { return [] }
        let words = labels.all.map(Labels.words).joined(separator: " and ")
        let components = content.provenance.weights.filter { labels.all.contains($0.weightClass) }
            .map(\.component).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let owners = components.isEmpty ? "" : " (\(components.joined(separator: ", ")))"
        let meaning = labels.all.map(Self.meaning).joined(separator: " ")
        return [
            .notice([
                .strong(words.prefix(1).uppercased() + words.dropFirst() + "."),
                .text(" This report holds numbers made with \(words)\(owners). \(meaning)"),
            ])
        ]
    }

    /// What a reader may conclude from numbers that were made with such weights.
    private static func meaning(_ weights: ReportContent.WeightClass) -> String {
        switch weights {
        case .synthetic:
            "Synthetic weights are numbers derived from tensor names: videos and scores made with them show that "
                + "the pipeline works and say nothing about a model."
        case .demo:
            "Demo weights belong to small networks that were trained on the demo suite's toy world. Videos made "
                + "with them begin with a drawn picture and go on as well as so small a model can, which its card in "
                + "Training/cards puts in numbers. Scores made with them are the judgement of networks that know "
                + "nothing but this world and do not compare with published ones."
        case .official, .custom: ""
        }
    }

    private var whatWasRun: [Span] {
        let made = content.variants.filter { $0.weights != nil }
        let subject =
            made.count == content.variants.count
            ? Self.counted(made.count, "generator variant")
            : made.isEmpty
                ? Self.counted(content.variants.count, "set", "sets") + " of finished videos"
                : Self.counted(made.count, "generator variant") + " and "
                    + Self.counted(content.variants.count - made.count, "set", "sets") + " of finished videos"
        let metrics = Self.counted(scoredMetrics.count, "metric")
        let missing = content.metrics.count - scoredMetrics.count
        let absent = missing == 0 ? "" : "; \(missing) more could not be computed"
        return [
            .text(subject.prefix(1).uppercased() + subject.dropFirst() + " on the suite "),
            .strong(content.suite.title),
            .text(" ("), .code(content.suite.id),
            .text(", version \(content.suite.version)), scored by \(metrics)\(absent). "),
            .strong(countPhraseInFull + "."),
            .text(" " + failureSentence),
        ]
    }

    private var failureSentence: String {
        let failed = failureRows.count + failedSets.count
        return failed == 0
            ? "Nothing failed."
            : Self.counted(failed, "failure is", "failures are") + " listed below."
    }

    private var howToRead: [Span] {
        [
            "Every mean is over videos, each weighing the same. Arrows point to the better side. ",
            "Single scores are in ", .code("scores.csv"), ", everything in this report in ",
            .code("report.json"), ".",
        ]
    }
}
