import Runner
import Synchronization

/// Shows how a run goes on: one progress display for each stage.
final class ConsoleObserver: RunObserver {
    private struct State {
        var reporter: ProgressReporter?
        var done = 0
    }

    private let messages: OutputOptions
    private let state = Mutex(State())

    init(_ messages: OutputOptions) { self.messages = messages }

    func begin(_ stage: RunStage, total: Int, done: Int) {
        let reporter = messages.progress(Self.title(stage), total: total, doneAtStart: done)
        state.withLock { $0 = State(reporter: reporter, done: done) }
        reporter.update(done: done)
    }

    func advance(_ stage: RunStage, done: Int) {
        state.withLock {
            $0.done = done
            $0.reporter?.update(done: done)
        }
    }

    func step(_ stage: RunStage, unit: String, step: Int, of steps: Int) {
        state.withLock { $0.reporter?.update(done: $0.done, note: "(\(unit), step \(step)/\(steps))") }
    }

    func note(_ text: String) {
        guard !messages.quiet else { return }
        state.withLock { state in
            if let reporter = state.reporter { reporter.log(text) } else { printToStandardError(text) }
        }
    }

    func end(_ stage: RunStage) {
        state.withLock { state in
            state.reporter?.stop()
            state.reporter = nil
        }
    }

    private static func title(_ stage: RunStage) -> String {
        switch stage {
        case .generate: "generating video"
        case .score: "scoring video"
        case .reference: "reading reference video"
        case .sets: "evaluating set"
        case .report: "writing report"
        }
    }
}
