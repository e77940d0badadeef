/// A model in a paper's table: the variants of that title, at most one of each suite.
struct PaperRow {
    struct Member {
        var run: MeasuredRun
        var variant: ReportContent.Variant

        /// The warning of a number: of the generator's weights and of the metric's.
        func warning(_ metric: ReportContent.Metric) -> ReportContent.WeightClass? {
            Labels.warning([variant.weights, metric.weights])
        }

        /// What a number has to share with another to be ranked with it: the suite, how its videos are made, the metric
        /// with its weights and, for sets, what they are compared with.
        func standing(_ metric: ReportContent.Metric) -> RowStanding {
            let describesSets = run.content.setValues.contains { $0.metric == metric.id }
            let column = [
                metric.id, "\(metric.version)", metric.identity ?? "", metric.weights?.rawValue ?? "",
                describesSets ? run.content.reference ?? "" : "",
            ]
            return RowStanding(variant, setting: run.comparability.words + column)
        }

        /// What is particular about the row, as far as it differs from another.
        func reason(unlike other: Member?) -> String {
            guard let other, other.run.comparability == run.comparability else {
                let settings = run.comparability.settings
                let protocols = settings.isEmpty ? [RankedRows.protocols(variant)] : settings
                return ([RankedRows.weights(variant)] + protocols).joined(separator: ", ")
            }
            return RankedRows.reason(variant, unlike: other.variant)
        }
    }

    var title: String
    var members: [Member]

    /// The variants of all runs. Runs on different suites share the rows of variants with one title; a second run on
    /// a suite has rows of its own, called after the run.
    static func rows(_ runs: [MeasuredRun]) -> [PaperRow] {
        var rows: [PaperRow] = []
        for run in runs {
            for variant in run.content.variants {
                let member = Member(run: run, variant: variant)
                let namesakes = rows.indices.filter {
                    rows[$0].members[0].variant.title == variant.title
                }
                if let place = namesakes.first(where: { !rows[$0].hasMember(of: run.content.suite.id) }) {
                    rows[place].members.append(member)
                } else {
                    let suffix = namesakes.isEmpty ? "" : " (run \(run.content.provenance.run ?? "?"))"
                    rows.append(PaperRow(title: variant.title + suffix, members: [member]))
                }
            }
        }
        return rows
    }

    private func hasMember(of suite: String) -> Bool {
        members.contains { $0.run.content.suite.id == suite }
    }
}
