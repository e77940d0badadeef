import Foundation
import Generators
import Reports
import Runner
import Statistics
import Store
import Testing

@Testing.Suite("Rows of one generator")
struct VariantTests {
    @Test("Rows are read as what they switch off")
    func rows() throws {
        #expect(try VariantRows.ablation("paper") == .ablation(Ablation.paperRows))
        #expect(
            try VariantRows.ablation("full,frameinit,frameinit+tcond,frameinit+tcond+scond")
                == .ablation(Ablation.paperRows))
        #expect(
            try VariantRows.ablation(" scond + frameinit , full")
                == .ablation([Ablation(frameInit: false, spatialConditioning: false), Ablation()]))
    }

    @Test(
        "Other rows are refused with an example", arguments: ["", "full,", "fi", "full+tcond", "full,full"])
    func badRows(text: String) {
        let error = #expect(throws: RunnerError.self) { try VariantRows.ablation(text) }
        #expect(error?.exitCode == 64 && error?.description.hasPrefix("--rows: expected ") == true)
    }

    @Test("A grid tries every number of steps with every stop frequency")
    func grid() throws {
        let grid = try FrameInitGrid(
            steps: [1000, 850], stopFrequencies: [0.25, 1], includesBaseline: true)
        #expect(
            grid.points.map(\.label) == [
                "tau 1000, D0 0.25", "tau 1000, D0 1", "tau 850, D0 0.25", "tau 850, D0 1",
                "without FrameInit",
            ])
    }

    @Test(
        "Values out of range are refused before any work",
        arguments: [
            ([1001], [0.25], "--tau"), ([-1], [0.25], "--tau"), ([], [0.25], "--tau"),
            ([850], [1.5], "--d0"), ([850], [.nan], "--d0"), ([850, 850], [0.25], "--tau"),
            ([850], [0.5, 0.5], "--d0"),
        ] as [([Int], [Double], String)])
    func badGrid(steps: [Int], stops: [Double], option: String) {
        let error = #expect(throws: RunnerError.self) {
            try FrameInitGrid(steps: steps, stopFrequencies: stops)
        }
        #expect(error?.exitCode == 64 && error?.description.hasPrefix(option + ": expected ") == true)
    }

    @Test("Every row is made from the same prompts, first frames and noise seeds")
    func sameRequests() throws {
        let bench = try Bench()
        bench.generators = [PatternGenerator(name: "full"), PatternGenerator(name: "bare")]
        try bench.run()
        let logs = bench.generators.map(\.requests.lines)
        #expect(logs[0].count == 8 && Set(logs[0]).count == 8)
        #expect(logs[0].sorted() == logs[1].sorted())
    }

    @Test("Stages are stored with what they need, and the report says what was reached")
    func costs() throws {
        let bench = try Bench()
        bench.generators = [PatternGenerator(name: "full")]
        bench.cost = GenerationCost(
            flopsPerForward: 2e6, necessaryFlopsPerForward: 1e6, forwards: 20, frames: 8, width: 16,
            height: 16, profiledFlopsPerForward: 3e6,
            stages: ["denoise": .init(operations: 2e7, repetitions: 10)])
        let outcome = try bench.run()
        let store = try bench.open()
        #expect(
            try store.rows(
                "SELECT DISTINCT stage, flops, profiled_flops, repetitions, operations FROM timing "
                    + "WHERE stage LIKE 'generate%' ORDER BY stage") == [
                    #""generate" | 1000000.0 | 3000000.0 | NULL | 20000000.0"#,
                    #""generate.denoise" | NULL | NULL | 10 | 20000000.0"#,
                    #""generate.write" | NULL | NULL | NULL | NULL"#,
                ])
        #expect(
            try store.rows(
                "SELECT variant, videos, seconds, seconds_per_repetition, operations, gflops FROM stage_costs "
                    + "WHERE stage = 'generate.denoise'") == [
                    #""full" | 8 | 0.25 | 0.025 | 20000000.0 | 0.08"#
                ])
        let content = try RunReport(store: store, run: outcome.run).report().content
        let cost = try #require(content.costs.first)
        #expect(cost.videos == 8 && cost.flopsPerForward == 1e6 && cost.profiledFlopsPerForward == 3e6)
        #expect(cost.stages.map(\.name) == ["denoise", "write"])
        #expect(cost.stages[0].rate == 8e7 && cost.stages[0].repetitions == 10)
        #expect(content.scoringStages.map(\.name) == ["score", "decode", "extract.mean"])
        #expect(content.scoringStages.allSatisfy { $0.videos == 8 })
        #expect((content.scoringStages[0].peakMemory ?? 0) > 0)
    }

    @Test("Values of sets of the same samples and seeds are paired")
    func pairing() throws {
        let bench = try Bench()
        bench.sets = [MeanOfSet(needsReference: false)]
        let outcome = try bench.run()
        let report = try RunReport(store: bench.open(), run: outcome.run).report()
        let values = report.content.setValues
        #expect(values.count == 2 && values[0].pairing != nil && values[0].pairing == values[1].pairing)
        #expect(values.allSatisfy { $0.blocks.count == 1 && $0.blocks[0].sizes.count == 8 })
        let found = report.comparisons.all.map { "\($0.metric) \($0.method.rawValue) \($0.count)" }
        #expect(
            found == [
                "brightness permutation 8", "spread permutation 8", "set_mean jackknife 8",
            ])
        bench.generators[1].failing = ["prompt 1"]
        bench.generators[1].name = "other"
        let partial = try bench.run()
        let unpaired = try RunReport(store: bench.open(), run: partial.run).report()
        #expect(Set(unpaired.content.setValues.map(\.pairing)).count == 2)
        #expect(!unpaired.comparisons.all.contains { $0.metric == "set_mean" })
        #expect(unpaired.comparisons.all.first { $0.metric == "brightness" }?.count == 6)
    }
}
