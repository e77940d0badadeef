import Benchmarks
import Checkpoints
import Foundation
import Generators
import Media
import Metrics
import Store
import Tensor

/// Carries out a plan: generates and scores what the store lacks, one video after another.
///
/// A video is claimed, worked on and committed; several processes may run the same plan on the same store and
/// share the work. A video that fails is recorded and the run goes on; the store, the disk and the weights
/// failing ends it.
public final class Runner {
    let resolved: ResolvedPlan
    let store: Store
    let videoRoot: String
    let interruption: Interruption
    let observer: any RunObserver
    let environment: RunEnvironment
    let part: RunPart
    var work = RunOutcome.Work()
    var lastRenewal = 0.0
    /// Videos of the user's that sets are compared with.
    var referenceVideos: [ReferenceReader.Video] = []
    /// Those that could not be used.
    var failedReferences = 0
    /// SHA-256 of videos whose features a set needs and the store has no longer.
    var prunedContents: Set<String> = []

    /// - Parameters:
    ///   - videoRoot: folder for the videos that are made.
    ///   - part: which of the plan's videos are this process's.
    public init(
        _ resolved: ResolvedPlan, store: Store, videoRoot: String, part: RunPart = .whole,
        interruption: Interruption = Interruption(),
        observer: any RunObserver = SilentObserver(), environment: RunEnvironment = RunEnvironment()
    ) {
        self.resolved = resolved
        self.store = store
        self.videoRoot = videoRoot
        self.interruption = interruption
        self.observer = observer
        self.environment = environment
        self.part = part
    }

    /// Does what is missing and says how it went. An interruption is not an error: the outcome tells.
    ///
    /// - Throws: `StoreError`, `RunnerError`, `MediaError.unwritable` and the generator's errors when the run
    ///   cannot go on. Whatever was finished is in the store.
    public func run() throws -> RunOutcome {
        let run = try store.register(try resolved.request(environment))
        do {
            if part != .joined {
                try generate(run: run)
                try score(run: run)
            }
            try readReference()
            if !part.isShard { try aggregate(run: run) }
            if !prunedContents.isEmpty {
                try score(run: run)
                prunedContents = []
                try aggregate(run: run)
            }
        } catch is CancellationError {
            var outcome = try outcome(run: run)
            outcome.isInterrupted = true
            try store.finish(run: run, state: .interrupted)
            return outcome
        } catch {
            // The store itself may be what failed; the first error is the one to report.
            try? store.finish(run: run, state: .interrupted)
            throw error
        }
        let outcome = try outcome(run: run)
        try store.finish(run: run, state: outcome.isComplete && !part.isShard ? .finished : .partial)
        return outcome
    }

    /// The units of a run that are this process's.
    func ownUnits(run: Int64) throws -> [RunUnit] { part.units(try store.units(run: run)) }

    /// Works through `units` one by one; see below.
    func share(
        _ stage: RunStage, _ units: [RunUnit], done: Int, total: Int,
        isMissing: (RunUnit) throws -> Bool, attempt: (RunUnit) throws -> Void
    ) throws {
        try share(
            stage, units, done: done, total: total, isMissing: isMissing, together: { _ in 1 },
            attempt: { try $0.forEach(attempt) })
    }

    /// Works through `units`: those that another process holds are waited for, and looked at again when it is
    /// done with them or gone.
    ///
    /// - Parameters:
    ///   - together: how many of the first of the units that are left go together.
    ///   - attempt: is called with the claims held and must give them up; never without units.
    func share(
        _ stage: RunStage, _ units: [RunUnit], done: Int, total: Int,
        isMissing: (RunUnit) throws -> Bool, together: (ArraySlice<RunUnit>) throws -> Int,
        attempt: ([RunUnit]) throws -> Void
    ) throws {
        var pending = units
        var finished = done
        observer.begin(stage, total: total, done: done)
        defer { observer.end(stage) }
        while !pending.isEmpty {
            var (held, left): ([RunUnit], ArraySlice<RunUnit>) = ([], pending[...])
            while !left.isEmpty {
                try interruption.check()
                let group = left.prefix(max(try together(left), 1))
                left = left.dropFirst(group.count)
                var granted: [RunUnit] = []
                for unit in group {
                    if case .granted = try store.claim(video: unit.video, owner: environment.owner) {
                        granted.append(try currentState(of: unit))
                    } else {
                        held.append(unit)
                    }
                }
                try workOn(granted, isMissing: isMissing, attempt: attempt)
                finished += granted.count
                observer.advance(stage, done: finished)
            }
            if held.count == pending.count { Thread.sleep(forTimeInterval: 0.2) }
            pending = held
        }
    }

    /// Does what is missing of units whose claims are held, and gives the claims up.
    private func workOn(
        _ granted: [RunUnit], isMissing: (RunUnit) throws -> Bool, attempt: ([RunUnit]) throws -> Void
    ) throws {
        do {
            let missing = try granted.filter(isMissing)
            let ids = Set(missing.map(\.video))
            for unit in granted where !ids.contains(unit.video) {
                try store.release(video: unit.video, owner: environment.owner)
            }
            if !missing.isEmpty { try attempt(missing) }
        } catch {
            for unit in granted { try? store.release(video: unit.video, owner: environment.owner) }
            throw error
        }
    }

    /// The unit as other processes may have left it since it was listed.
    private func currentState(of unit: RunUnit) throws -> RunUnit {
        var current = unit
        (current.status, current.reason, current.file) = try store.state(video: unit.video)
        return current
    }

    /// Keeps claims alive for processes of other machines, now and then.
    func renewClaims() throws {
        let now = environment.uptime()
        guard now - lastRenewal > Store.heartbeatSeconds / 8 else { return }
        lastRenewal = now
        try store.renewClaims(owner: environment.owner)
    }

    func member(_ unit: RunUnit) -> ResolvedPlan.Member {
        guard let member = membersByName[unit.sample] else {
            preconditionFailure("the run holds only samples of its plan, found \(unit.sample)")
        }
        return member
    }

    private lazy var membersByName = Dictionary(
        uniqueKeysWithValues: resolved.members.map { ($0.sample.id, $0) })

    func describe(_ unit: RunUnit) -> String {
        let variant = resolved.plan.variants[unit.variant]
        let seed = variant.kind == .generated ? ", seed \(unit.seed)" : ""
        let row = resolved.plan.variants.count > 1 ? " (\(variant.label)\(seed))" : ""
        return unit.sample + row
    }
}

extension Runner {
    /// Whether an error concerns one sample only, so that the run can go on without it.
    static func isSampleFailure(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError, is StoreError, is RunnerError, is CheckpointError: false
        case MediaError.unwritable: false
        default: true
        }
    }

    /// The text of an error for a row of the store.
    static func reason(_ error: any Error) -> String {
        String(describing: error)
    }
}
