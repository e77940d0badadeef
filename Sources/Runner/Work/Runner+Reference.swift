import Benchmarks
import Media
import Metrics
import Store

extension Runner {
    /// Makes the features of the user's reference videos that the store lacks.
    func readReference() throws {
        guard case .videos(let paths, let comparison) = resolved.reference else { return }
        let descriptors = resolved.metrics.map(\.descriptor).filter { $0.inputs.contains(.referenceSet) }
        let keys = resolved.frameKeys(descriptors)
        guard !keys.isEmpty else { return }
        let reader = ReferenceReader(
            store: store, features: resolved.features, environment: environment, keys: keys,
            extractors: try resolved.extractors(descriptors),
            defaultFramesPerSecond: resolved.plan.suite.settings.framesPerSecond, comparison: comparison)
        (referenceVideos, failedReferences) = try reader.readAll(
            part.references(paths), interruption: interruption, observer: observer)
        work.decoded += referenceVideos.count(where: \.decoded)
    }
}

extension ReferenceReader {
    /// Reads one video after another; those that cannot be read are told and counted.
    func readAll(_ paths: [String], interruption: Interruption, observer: any RunObserver) throws -> (
        videos: [Video], failed: Int
    ) {
        observer.begin(.reference, total: paths.count, done: 0)
        defer { observer.end(.reference) }
        var (videos, failed): ([Video], Int) = ([], 0)
        for (index, path) in paths.enumerated() {
            try interruption.check()
            do {
                let video = try read(path)
                videos.append(video)
                failed += video.failures.isEmpty ? 0 : 1
                for failure in Set(video.failures.values.map(Runner.reason)).sorted() {
                    observer.note("failed: reference video \(path): \(failure)")
                }
            } catch let error where Runner.isSampleFailure(error) {
                failed += 1
                observer.note("failed: reference video \(path): \(Runner.reason(error))")
            }
            observer.advance(.reference, done: index + 1)
        }
        return (videos, failed)
    }
}
