import Foundation
import Store
import Synchronization

/// Keeps a copy of work that is done on a disk that may vanish, such as a cluster node's own.
///
/// The copy is a whole store with its videos at any moment, so work that was killed goes on from the last one,
/// wherever that is.
public final class SweepArchive: Sendable {
    private let work: SweepFolder
    private let saved: SweepFolder
    private let interval: Double
    private let uptime: @Sendable () -> Double
    private let lastSave: Mutex<Double>

    /// - Parameters:
    ///   - work: where the work is done.
    ///   - saved: where the copies go.
    ///   - interval: seconds between two copies at least.
    public init(
        of work: SweepFolder, in saved: SweepFolder, every interval: Double,
        uptime: @escaping @Sendable () -> Double = { ProcessInfo.processInfo.systemUptime }
    ) {
        (self.work, self.saved, self.interval, self.uptime) = (work, saved, interval, uptime)
        lastSave = Mutex(uptime())
    }

    /// Takes over the last copy where less or nothing has been done here, as on another machine. Returns whether there
    /// was such a copy.
    ///
    /// - Throws: `RunnerError.unwritable`, `StoreError`.
    public func restore() throws -> Bool {
        guard FileManager.default.fileExists(atPath: saved.store) else { return false }
        if FileManager.default.fileExists(atPath: work.store) {
            guard try Self.progress(work) < Self.progress(saved) else { return false }
            for ending in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: work.store + ending)
            }
        }
        try work.make()
        try SweepFiles.placeVideos(of: saved, in: work, linking: false)
        // Last, because a store stands for the videos that it names.
        try SweepFiles.place(saved.store, at: work.store, linking: false)
        return true
    }

    private static func progress(_ folder: SweepFolder) throws -> Int {
        let store = try Store(path: folder.store, access: .readOnly)
        defer { try? store.close() }
        let progress = try store.progress()
        return progress.videos + progress.scores
    }

    /// Saves now. Throws: `RunnerError.unwritable`, `StoreError`.
    public func save(_ store: Store) throws {
        lastSave.withLock { $0 = uptime() }
        try saved.make()
        try SweepFiles.placeVideos(of: work, in: saved, linking: false)
        try store.copy(to: saved.store)
    }

    /// Saves when the last copy is older than the interval.
    public func saveIfDue(_ store: Store) throws {
        guard uptime() - lastSave.withLock({ $0 }) >= interval else { return }
        try save(store)
    }
}

/// Saves between videos, and passes everything on.
public struct SavingObserver: RunObserver {
    private let observer: any RunObserver
    private let archive: SweepArchive
    private let store: Store

    public init(_ observer: any RunObserver, archive: SweepArchive, store: Store) {
        (self.observer, self.archive, self.store) = (observer, archive, store)
    }

    public func begin(_ stage: RunStage, total: Int, done: Int) {
        observer.begin(stage, total: total, done: done)
    }

    public func advance(_ stage: RunStage, done: Int) {
        observer.advance(stage, done: done)
        do {
            try archive.saveIfDue(store)
        } catch {
            // The work itself is not in danger; the last save tells whether it could be kept.
            observer.note("could not save a copy yet: \(error)")
        }
    }

    public func step(_ stage: RunStage, unit: String, step: Int, of steps: Int) {
        observer.step(stage, unit: unit, step: step, of: steps)
    }

    public func note(_ text: String) { observer.note(text) }
    public func end(_ stage: RunStage) { observer.end(stage) }
}
