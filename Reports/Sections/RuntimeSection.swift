extension ReportSections {
    /// Stages of making a video, in the order in which they follow each other.
    private static let stageTitles: KeyValuePairs = [
        "encode": "Encode", "text": "Text", "load": "Load", "denoise": "Denoise", "decode": "Decode",
        "write": "Save",
    ]

    /// Where the time went: stages of making videos, then of scoring them.
    var runtime: [Block] {
        let costs = content.costs.filter { !$0.stages.isEmpty }
        guard !costs.isEmpty || !content.scoringStages.isEmpty else { return [] }
        return [.heading(2, "Runtime")] + (costs.isEmpty ? [] : [.table(generationTable(costs))])
            + (content.scoringStages.isEmpty ? [] : [.table(scoringTable)])
    }

    private func generationTable(_ costs: [ReportContent.Cost]) -> Table {
        let known = Self.stageTitles.map(\.key)
        let others = Set(costs.flatMap { $0.stages.map(\.name) }).subtracting(known).sorted()
        let stages = (Array(Self.stageTitles) + others.map { (key: $0, value: $0) }).filter { stage in
            costs.contains { $0.stages.contains { $0.name == stage.key } }
        }
        return Table(
            caption: [
                .strong("Making a video."),
                .text(
                    " Mean wall seconds of each stage. TFLOP are what all stages need (two operations per "
                        + "multiply-add, nothing counted twice, prompts left out); GFLOP/s are those over the seconds "
                        + "that they took, so faster algorithms for convolutions count as speed."),
            ],
            columns: [.init("Generator"), .init("Videos", .trailing)]
                + stages.flatMap { stage -> [Table.Column] in
                    let column = Table.Column("\(stage.value), s", .trailing)
                    return stage.key == "denoise" ? [column, .init("A step, s", .trailing)] : [column]
                } + [
                    .init("In all, s", .trailing), .init("Peak memory, GiB", .trailing),
                    .init("TFLOP", .trailing), .init("Denoiser GFLOP/s", .trailing),
                    .init("Decoder GFLOP/s", .trailing),
                ],
            rows: costs.map { cost in
                let title = content.variants.first { $0.id == cost.variant }?.title ?? cost.variant
                return [Table.Cell(title), Table.Cell("\(cost.videos)")]
                    + stages.flatMap { stageCells($0.key, cost) } + totals(cost)
            })
    }

    private func stageCells(_ name: String, _ cost: ReportContent.Cost) -> [Table.Cell] {
        let stage = cost.stages.first { $0.name == name }
        let seconds = Table.Cell(NumberFormat.significant(stage?.seconds))
        guard name == "denoise" else { return [seconds] }
        let step = stage.flatMap { found in
            found.repetitions.flatMap { $0 > 0 ? found.seconds / Double($0) : nil }
        }
        return [seconds, Table.Cell(NumberFormat.significant(step))]
    }

    private func totals(_ cost: ReportContent.Cost) -> [Table.Cell] {
        let operations = cost.stages.compactMap(\.operations)
        func rate(_ name: String) -> Table.Cell {
            let rate = cost.stages.first { $0.name == name }?.rate
            return Table.Cell(NumberFormat.significant(rate.map { $0 / 1e9 }))
        }
        return [
            Table.Cell(NumberFormat.significant(cost.secondsPerVideo)),
            Table.Cell(NumberFormat.significant(cost.peakMemory.map { Double($0) / 1_073_741_824 })),
            Table.Cell(
                operations.isEmpty
                    ? NumberFormat.missing
                    : NumberFormat.significant(operations.reduce(0, +) / 1e12)),
            rate("denoise"), rate("decode"),
        ]
    }

    private var scoringTable: Table {
        Table(
            caption: [
                .strong("Scoring a video."),
                .text(
                    " Mean wall seconds over the videos for which a stage ran: reading frames, the networks' features, "
                        + "and the metrics, which share features."),
            ],
            columns: [
                .init("Stage"), .init("Videos", .trailing), .init("Seconds per video", .trailing),
                .init("Peak memory, GiB", .trailing),
            ],
            rows: content.scoringStages.map { stage in
                [
                    Table.Cell([.code(stage.name)]), Table.Cell("\(stage.videos)"),
                    Table.Cell(NumberFormat.significant(stage.seconds)),
                    Table.Cell(
                        NumberFormat.significant(stage.peakMemory.map { Double($0) / 1_073_741_824 })),
                ]
            })
    }
}
