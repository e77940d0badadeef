import Benchmarks
import Checkpoints
import Foundation
import Generators
import Metrics
import Runner
import Testing

/// What the metrics see in clips of the toy world that are spoilt by degrees, with the weights that ship.
@Suite struct ValidationTests {
    private func table(_ claims: [ValidationClaim]) throws -> ValidationTable {
        let locator = WeightLocator(
            environment: [:], home: URL(fileURLWithPath: "/nowhere"), demoFolder: DemoWeights.folder)
        return try MetricValidation(locator: locator, suites: SuiteRegistry(), clipsPerCategory: 1)
            .table(claims)
    }

    private func claims(of metric: String, _ corruptions: [ClipCorruption]) -> [ValidationClaim] {
        ValidationClaim.all.filter { $0.metric == metric && corruptions.contains($0.corruption) }
    }

    @Test func everyClaimIsOfAKnownMetric() throws {
        for claim in ValidationClaim.all { _ = try MetricRegistry.metric(claim.metric) }
        #expect(Set(ValidationClaim.all).count == ValidationClaim.all.count)
    }

    @Test func metricsGoTheWayTheyShould() throws {
        let claims =
            claims(of: "temporal_flickering", [.noise, .jitter, .shuffle, .freeze])
            + claims(of: "motion_smoothness", [.noise, .jitter, .shuffle])
            + claims(of: "dynamic_degree@flow", [.jitter, .freeze])
            + claims(of: "clipsim", [.subjectSwap, .captionSwap])
            + claims(of: "overall_consistency", [.subjectSwap, .captionSwap])
            + claims(of: "fvd@i3d-tats", [.blur, .jitter, .shuffle])
        let table = try table(claims)
        #expect(table.rows.map(\.claim) == claims)
        for row in table.rows {
            #expect(row.values.count == MetricValidation.degrees.count)
            #expect(
                row.isMonotone,
                "\(row.claim.metric) under \(row.claim.corruption): \(row.values), which \(row.claim.trend)")
        }
    }

    @Test func theTableSaysWhoseWeightsTheyAre() throws {
        let table = try table(
            claims(of: "temporal_flickering", [.noise]) + claims(of: "clipsim", [.captionSwap]))
        #expect(table.clips == 8 && table.referenceClips == 16)
        let lines = table.markdown.split(separator: "\n")
        #expect(lines.count == 2 + table.rows.count)
        #expect(lines[0] == "| metric | corruption | 0.00 | 0.25 | 0.50 | 1.00 | expected | seen |")
        #expect(lines[2].hasPrefix("| `temporal_flickering` | noise |"))
        #expect(lines[3].hasPrefix("| `clipsim` ‡ | caption swap |"))
    }

    /// A generator that returns the real clip: its row is the clips' own, and all wrong sets are farther away.
    @Test func setsOfVideosAreToldApart() throws {
        let locator = WeightLocator(
            environment: [:], home: URL(fileURLWithPath: "/nowhere"), demoFolder: DemoWeights.folder)
        let validation = try MetricValidation(locator: locator, suites: SuiteRegistry(), clipsPerCategory: 1)
        let table = try validation.generatorTable(PerfectGenerator())
        #expect(table.videos == 8 && table.referenceClips == 16)
        let rows = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.name, $0) })
        let (real, generated) = (try #require(rows["the clips themselves"]), try #require(rows["generated"]))
        #expect(generated.values == real.values && generated.moving == 8 && real.moving == 8)
        #expect(generated.goingRight == 8 && real.goingRight == 8)
        #expect(generated.rightByFlow == real.rightByFlow && real.rightByFlow >= 7)
        #expect(generated.surelyByFlow == real.surelyByFlow && real.surelyByFlow >= 7)
        let distance = try #require(generated.values["fvd@i3d-tats"])
        for row in table.rows.dropFirst(2) {
            let other = try #require(row.values["fvd@i3d-tats"])
            #expect(other > distance, "\(row.name)")
            #expect(row.goingRight == 0 && row.moving == 0, "\(row.name)")
            #expect(row.surelyByFlow < real.surelyByFlow, "\(row.name)")
        }
        let lines = table.markdown.split(separator: "\n")
        #expect(
            lines[0]
                == "| videos | `fvd@i3d-tats` ‡ | `fid@inception-2015` ‡ | go the right way "
                + "| keep their looks on it | so RAFT ‡ sees | and surely |"
        )
        #expect(lines.count == 7 && lines[3].contains("| 8 of 8 |"))
    }

    private struct PerfectGenerator: VideoGenerator {
        var identity: GeneratorIdentity {
            GeneratorIdentity(id: "perfect", version: 1, settings: [:], weights: [])
        }
        func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws
            -> GeneratedVideo
        {
            let clip = DemoClip.categories.compactMap {
                DemoClip(category: $0, split: .test, number: 0, width: 64, height: 64)
            }.first { $0.frame(0) == request.firstFrame }
            return GeneratedVideo(frames: try #require(clip).frames(16), framesPerSecond: 8)
        }
    }
}
