import Foundation
import Metrics
import Testing

@Suite struct MetricRegistryTests {
    @Test func idsAreUniqueAndKnown() throws {
        let ids = MetricRegistry.all.map(\.descriptor.id)
        #expect(
            ids == [
                "temporal_flickering", "subject_consistency", "background_consistency", "clipsim",
                "isim_first",
                "isim_average", "isim_decay",
            ])
        #expect(throws: MetricError.unknownMetric(id: "fvd", known: ids)) { try MetricRegistry.metric("fvd") }
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
        let folders = [
            "TemporalFlickering", "SubjectConsistency", "BackgroundConsistency", "CLIPSIM", "ISIM", "ISIM",
            "ISIM",
        ]
        for (metric, folder) in zip(MetricRegistry.all, folders) {
            let card = try String(
                contentsOf: root.appendingPathComponent("\(folder)/README.md"), encoding: .utf8)
            #expect(card.contains("`\(metric.descriptor.id)`"))
            for heading in ["Formula", "Source", "Range", "Published"] {
                #expect(card.contains(heading), "\(folder): \(heading)")
            }
        }
    }
}
