import Checkpoints
import Foundation
import Metrics
import Reports
import Store

/// Means and covariances of a run's videos as `.npz`, a file for each row and metric that compares with such: what
/// `stats build` writes, made of the features in the store.
///
/// A file holds one set, so `mu` and `sigma` lie where pytorch-fid and clean-fid look for them, and names protocol,
/// network, weights and whose videos they are; `--reference` takes it.
package struct StatisticsFiles {
    /// A set whose features are not all there.
    package struct Gap: Sendable, Equatable, CustomStringConvertible {
        package var variant: String
        package var metric: String
        package var lacking: Int
        package var videos: Int

        package var description: String {
            "no statistics of “\(variant)” for \(metric): the features of \(lacking) of \(videos) videos are not in "
                + "the store any more; carry out the plan again with another row or metric, or make them with "
                + "`i2vbench stats build`"
        }
    }

    private let builder: ReportBuilder
    private let sets: StoredSets
    private let metrics: [any StatisticsMetric]
    /// Beside the report.
    package static let folder = "statistics"

    /// - Parameters:
    ///   - metrics: those that are looked for.
    ///   - features: says which features are of frames; nil for the program's own.
    package init(
        _ builder: ReportBuilder,
        metrics: [any StatisticsMetric] = MetricRegistry.sets.compactMap { $0 as? any StatisticsMetric },
        features: (any FeatureProvider)? = nil
    ) {
        self.builder = builder
        self.metrics = metrics
        sets = StoredSets(builder, features: features)
    }

    /// Writes `statistics/ROW-TITLE-METRIC.npz` below a folder, in place of those of an earlier report.
    ///
    /// Returns: the paths below the folder, and the sets that cannot be had any more.
    /// Throws: `RunnerError.unwritable`, `CheckpointError.unwritable`, `StoreError`, `StatisticsError`.
    package func write(to folder: URL) throws -> (paths: [String], gaps: [Gap]) {
        let place = folder.appendingPathComponent(Self.folder)
        removeEarlier(in: place)
        var (paths, gaps): ([String], [Gap]) = ([], [])
        for metric in metrics where sets.planned(metric) != nil {
            for variant in builder.plan.variants.indices {
                let set = try sets.set(of: variant, metric)
                guard set.count > 1 else { continue }
                let lacking = try set.lacking(metric.descriptor.features).count
                guard lacking == 0 else {
                    gaps.append(
                        Gap(
                            variant: set.name, metric: metric.descriptor.id, lacking: lacking,
                            videos: set.count))
                    continue
                }
                try makeFolder(place)
                let path = "\(Self.folder)/\(name(variant, metric))"
                try ReferenceStatistics.write(
                    [try statistics(set, metric, variant)], to: folder.appendingPathComponent(path).path)
                paths.append(path)
            }
        }
        return (paths, gaps)
    }

    private func statistics(_ set: StoredFeatureSet, _ metric: any StatisticsMetric, _ variant: Int) throws
        -> ReferenceStatistics
    {
        var statistics = try metric.statistics(of: set)
        let row = builder.plan.variants[variant]
        let weights = row.weightsLabel.map { " (\($0))" } ?? ""
        let suite = builder.plan.suite
        statistics.origin.weightClass = sets.planned(metric)?.provenance?.rawValue
        statistics.origin.source =
            "“\(row.label)”\(weights) on \(suite.id) version \(suite.version), run \(builder.record.id)"
        return statistics
    }

    private func name(_ variant: Int, _ metric: any StatisticsMetric) -> String {
        let label = FileSlug.text(builder.plan.variants[variant].label)
        return "\(variant + 1)-\(label)-\(FileSlug.text(metric.descriptor.id)).npz"
    }

    /// Numbered files of an earlier report would stand among this one's.
    private func removeEarlier(in place: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        for name in names where name.first?.isNumber == true && name.hasSuffix(".npz") {
            try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
        }
    }

    private func makeFolder(_ place: URL) throws {
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        } catch {
            throw RunnerError.unwritable(path: place.path, found: VideoFolder.reason(error))
        }
    }
}
