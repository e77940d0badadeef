import Foundation
import Metrics
import Testing

@Suite struct MetricRegistryTests {
    @Test func idsAreUniqueAndKnown() throws {
        let ids = MetricRegistry.all.map(\.descriptor.id)
        #expect(Set(ids).count == ids.count)
        let known = [
            "temporal_flickering", "temporal_flickering@static", "motion_smoothness", "dynamic_degree",
            "dynamic_degree@flow", "object_consistency", "scene_consistency@vbench",
            "scene_consistency@corrected", "overall_consistency", "i2v_subject", "clipsim", "isim_decay",
        ]
        #expect(Set(known).isSubset(of: ids))
        #expect(throws: MetricError.unknownMetric(id: "beauty", known: ids)) {
            try MetricRegistry.metric("beauty")
        }
    }

    @Test func descriptorsSayWhatTheMetricReads() {
        for metric in MetricRegistry.all {
            let descriptor = metric.descriptor
            #expect(!descriptor.features.isEmpty && !descriptor.source.isEmpty, "\(descriptor.id)")
            #expect(descriptor.range.lowerBound.isFinite && descriptor.range.upperBound.isFinite)
        }
    }

    @Test func everyCardNamesItsIds() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Metrics")
        let folders = try FileManager.default.contentsOfDirectory(atPath: root.path)
        let cards = try folders.compactMap { folder -> String? in
            let file = root.appendingPathComponent("\(folder)/README.md")
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return try String(contentsOf: file, encoding: .utf8)
        }
        for metric in MetricRegistry.all {
            let id = metric.descriptor.id
            let card = try #require(cards.first { $0.contains("`\(id)`") }, "a card for \(id)")
            for heading in ["Formula", "Source", "Range", "Published"] {
                #expect(card.contains(heading), "\(id): \(heading)")
            }
        }
    }
}
