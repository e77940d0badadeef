import Statistics

extension PaperTable {
    /// A row for each category and one for all, our variants' columns before the paper's models.
    func byCategory(_ metric: String) -> Table {
        let members = rows.compactMap(\.members.first)
        let names = categories(members)
        let cells = names.map { name in
            members.map { member -> Measured? in
                let isAll = name == PublishedTable.allCategories
                guard isAll || member.run.content.suite.categories.contains(where: { $0.name == name }) else {
                    return nil
                }
                return measured(
                    metric, member, category: isAll ? nil : name, decimals: table.columns.first?.decimals,
                    scale: table.scale ?? 1, rounding: table.rounding)
            }
        }
        let label = Labels.caption(cells.joined().compactMap { $0 }.map(\.warning))
        let direction = table.columns.first?.direction
        let lines = zip(names, cells).map { name, found -> [Table.Cell] in
            let emphasis = Self.emphasis(found, direction: direction)
            let row = table.rows.first { $0.name == name }
            let ours = zip(found, emphasis).map { measured, emphasis in
                measured.map { Self.cell($0, emphasis: emphasis, marks: label.marks) }
                    ?? Table.Cell(NumberFormat.missing)
            }
            return [Table.Cell(name)] + ours
                + table.columns.map { column in
                    row.map { published(column, $0) } ?? Table.Cell(NumberFormat.missing)
                }
        }
        let arrow = direction.map(Ranking.arrow) ?? ""
        return Table(
            caption: caption(
                cells.joined().compactMap { $0 }, subject: "Columns", label: label.text, by: "row"),
            columns: [.init("Category")] + rows.map { .init($0.title + arrow, .trailing) }
                + table.columns.map { .init(ReportSections.published($0.title), .trailing) },
            rows: lines,
            groupStarts: names.firstIndex(of: PublishedTable.allCategories).map { [$0] } ?? [],
            note: rankingNote(cells))
    }

    /// The paper's categories in its order, then others of ours, then all of them.
    private func categories(_ members: [PaperRow.Member]) -> [String] {
        let all = PublishedTable.allCategories
        var names = table.rows.map(\.name).filter { $0 != all }
        for category in members.flatMap(\.run.content.suite.categories)
        where !names.contains(category.name) && hasValues(category.name, members) {
            names.append(category.name)
        }
        return names + [all]
    }

    private func hasValues(_ category: String, _ members: [PaperRow.Member]) -> Bool {
        members.contains { member in
            table.metric.flatMap {
                member.run.aggregates.group(variant: member.variant.id, metric: $0, category: category)
            } != nil
        }
    }
}

// MARK: - Captions

extension PaperTable {
    func caption(_ measured: [Measured], subject: String, label: String, by line: String = "column")
        -> [Span]
    {
        var runs: [String] = []
        for row in rows {
            for member in row.members where !runs.contains(Self.phrase(member)) {
                runs.append(Self.phrase(member))
            }
        }
        let spreads = measured.map(\.spread)
        let level = measured.lazy.compactMap(\.group.interval).first?.level ?? 0.95
        let percent = NumberFormat.exact(level * 100).droppingZeroFraction
        let legend = [
            spreads.contains { $0.hasPrefix(" [") } ? "brackets: \(percent) % intervals" : nil,
            spreads.contains { $0.hasPrefix(" ±") } ? "±: jackknife standard errors" : nil,
        ].compactMap { $0 }
        let ours = runs.isEmpty ? "" : " " + runs.joined(separator: "; ") + "."
        let signs = legend.isEmpty ? "" : " In our numbers, " + legend.joined(separator: ", ") + "."
        let ranked =
            rows.count > 1 && !measured.isEmpty
            ? " Best of ours in a \(line) in bold, second underlined, where suite and protocol agree." : ""
        return [
            .strong(table.title + "."),
            .text(ours + signs + ranked + " " + results.note(on: table, subject: subject) + label),
        ]
    }

    /// `N = 32 videos of Toy worlds (version 1.2)`.
    private static func phrase(_ member: PaperRow.Member) -> String {
        let suite = member.run.content.suite
        let count = suite.samples * max(1, member.variant.seeds.count)
        return "N = \(count) \(count == 1 ? "video" : "videos") of \(suite.title) (version \(suite.version))"
    }
}

extension PublishedResults {
    /// Where published numbers come from, and why they are not ranked.
    func note(on table: PublishedTable, subject: String) -> String {
        let notes = (table.notes ?? []).map { " Note: \($0)." }.joined()
        return
            "\(subject) marked “published” are copied from \(citation(of: table)) (\(table.setting)): other videos, "
            + "weights and machines, so they are never ranked with those of this run.\(notes)"
    }
}
