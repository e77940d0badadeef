import Statistics

extension ReportSections {
    /// Whether rows differ: one column for each pair of variants, one row for each metric.
    var differences: [Block] {
        guard !comparisons.all.isEmpty else { return [] }
        let letters = letters
        let pairs = Comparisons.pairs(content)
        let metrics = scoredMetrics.filter { metric in
            comparisons.all.contains { $0.metric == metric.id }
        }
        return [
            .heading(2, "Differences between rows"),
            .table(
                Table(
                    caption: [.strong("Paired differences."), .text(" " + explanation(metrics, letters))],
                    columns: [.init("Metric")]
                        + pairs.map { pair in
                            .init(
                                "\(letters[pair.variant] ?? "") − \(letters[pair.baseline] ?? "")", .trailing)
                        },
                    rows: metrics.map { metric in
                        [Table.Cell(Self.title(metric) + Self.unit(metric))]
                            + pairs.map { pair in
                                cell(
                                    comparisons.comparison(
                                        pair.variant, with: pair.baseline, in: metric.id), metric)
                            }
                    },
                    note: rankingNote(content.variants.indices.filter { !content.variants[$0].seeds.isEmpty })
                )),
        ]
    }

    /// A, B, C … for the variants that are compared.
    private var letters: [String: String] {
        let made = content.variants.filter { !$0.seeds.isEmpty }.map(\.id)
        return Dictionary(
            uniqueKeysWithValues: made.enumerated().map { place, id in
                let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
                return (id, place < 26 ? letter : letter + "\(place / 26)")
            })
    }

    private func explanation(_ metrics: [ReportContent.Metric], _ letters: [String: String]) -> String {
        let names = content.variants.compactMap { variant in
            letters[variant.id].map { "\($0): “\(variant.title)”" }
        }
        let methods = Set(comparisons.all.map(\.method))
        let drawn = PairedPermutationTest()
        let tests =
            [
                methods.contains(.permutation) || methods.contains(.drawnPermutation)
                    ? "means over videos by sign permutation of paired scores (seeds of a sample together; "
                        + (methods.contains(.drawnPermutation)
                            ? "\(drawn.draws) draws, seed \(drawn.seed))" : "all permutations)")
                    : nil,
                methods.contains(.jackknife)
                    ? "values of sets by a paired delete-block jackknife, Student's t" : nil,
            ].compactMap { $0 }.joined(separator: ", ")
        let label = Labels.caption(warnings(metrics))
        let share = NumberFormat.exact(Comparison.level)
        return names.joined(separator: "; ")
            + ". Videos of the same sample and seed are compared, \(tests). Two-sided p values after Holm's "
            + "correction over all \(comparisons.all.count) comparisons of this table; n.s.: not significant "
            + "at \(share)." + (label.marks ? "" : label.text)
    }

    private func cell(_ comparison: Comparison?, _ metric: ReportContent.Metric) -> Table.Cell {
        guard let comparison else { return Table.Cell(NumberFormat.missing) }
        let signed = NumberFormat.signed(comparison.difference, of: metric)
        guard comparison.isSignificant else { return Table.Cell("\(signed) n.s.") }
        let p = comparison.adjustedPValue
        let chance = p < 0.001 ? "p < 0.001" : "p = \(NumberFormat.fixed(p, decimals: 3))"
        return Table.Cell([.strong(signed), .text(" " + chance)])
    }
}
