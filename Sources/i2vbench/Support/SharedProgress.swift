import Synchronization

/// The progress of work whose amount is known only once it has begun, reported from several threads.
final class SharedProgress: Sendable {
    private let messages: OutputOptions
    private let title: String
    private let reporter = Mutex<ProgressReporter?>(nil)

    init(_ messages: OutputOptions, _ title: String) {
        self.messages = messages
        self.title = title
    }

    func update(_ done: Int, of total: Int) { current(total: total).update(done: done) }

    func finish(_ summary: String) { current(total: 0).finish(summary) }

    private func current(total: Int) -> ProgressReporter {
        reporter.withLock { reporter in
            if let reporter { return reporter }
            let made = messages.progress(title, total: total)
            reporter = made
            return made
        }
    }
}
