import Benchmarks
import Generators
import Runner
import Testing

@Testing.Suite("Plans")
struct PlanTests {
    @Test(
        "Seeds are read as ranges and lists",
        arguments: [
            ("0", [0]), ("0..2", [0, 1, 2]), ("3,1", [3, 1]), ("0..1, 7", [0, 1, 7]), ("2,2..3", [2, 3]),
        ] as [(String, [UInt64])])
    func seeds(text: String, seeds: [UInt64]) throws {
        #expect(try SeedList.parse(text) == seeds)
    }

    @Test(
        "Anything else is refused",
        arguments: ["", "a", "2..1", "-1", "1..", "..2", "1,,2", "0..99999999", "1...3"])
    func badSeeds(text: String) {
        #expect(throws: RunnerError.noSeeds(found: text)) { _ = try SeedList.parse(text) }
    }

    @Test("Seeds are described as briefly as they are written")
    func describing() {
        #expect(SeedList.describe([0, 1, 2, 7]) == "0..2,7")
        #expect(SeedList.describe([5]) == "5")
    }

    @Test("Unknown names answer with the nearest ones")
    func nearest() {
        let known = [
            "subject_consistency", "background_consistency", "temporal_flickering", "clipsim", "isim",
        ]
        #expect(NearestNames.nearest(to: "subjct_consistency", in: known) == ["subject_consistency"])
        #expect(NearestNames.nearest(to: "flicker", in: known) == ["temporal_flickering"])
        #expect(NearestNames.nearest(to: "CLIPSIM", in: known).first == "clipsim")
        #expect(NearestNames.nearest(to: "fvd", in: known).isEmpty)
    }

    @Test("The hash tells plans apart by what decides their numbers, and by nothing else")
    func hashing() throws {
        let bench = try Bench()
        let plan = try bench.plan().plan
        var same = plan
        same.command = "another spelling"
        same.metrics[0].unavailable = .init(reason: "a", remedy: "b")
        #expect(try same.hash == plan.hash)
        for change in [
            { $0.seeds = [5] }, { $0.arithmetic = "bf16" }, { $0.encoding = "h264-crf10" },
            { $0.selection.removeLast() },
            { $0.metrics.removeLast() }, { $0.variants.removeLast() }, { $0.weights = "official" },
            { $0.metrics[0].version = 2 }, { $0.suite.hash = "other" },
            { $0.variants[0].generator.settings["steps"] = "3" },
        ] as [(inout RunPlan) -> Void] {
            var other = plan
            change(&other)
            #expect(try other.hash != plan.hash)
        }
    }
}
