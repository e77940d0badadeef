import Benchmarks
import Checkpoints
import Foundation
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
}
