import Checkpoints
import Downloads
import Foundation

/// Shows on standard error how a download goes.
final class DownloadProgress {
    private let file: OfficialFile
    private let messages: OutputOptions
    private var reporter: ProgressReporter?

    init(_ file: OfficialFile, messages: OutputOptions) {
        (self.file, self.messages) = (file, messages)
    }

    func show(_ event: DownloadEvent) {
        switch event {
        case .started(let source, let alreadyThere, let total):
            stop()
            let resumed = alreadyThere > 0 ? ", going on at \(ByteText.text(alreadyThere))" : ""
            let size = total.map { " \(ByteText.text($0))" } ?? ""
            messages.note("\(file.id):\(size) from \(source)\(resumed) (licence: \(file.licence))")
            reporter = total.map {
                messages.progress(
                    file.id, total: Self.megabytes($0), doneAtStart: Self.megabytes(alreadyThere))
            }
        case .received(let bytes, _): reporter?.update(done: Self.megabytes(bytes), note: "MB")
        case .retrying(let reason, let seconds):
            stop()
            messages.note("\(file.id): \(reason); trying again in \(ProgressReporter.duration(seconds))")
        case .waiting:
            messages.note("\(file.id): another process is fetching it; waiting")
        case .checking:
            stop()
            if messages.verbose { messages.note("\(file.id): checking") }
        case .failed(let source, let reason):
            stop()
            messages.note("\(file.id): \(source): \(reason)")
        }
    }

    func finish(_ fetched: FetchedFile) {
        stop()
        messages.note(fetched.wasPresent ? "\(file.id): is here" : "\(file.id): complete")
    }

    func stop() {
        reporter?.stop()
        reporter = nil
    }

    /// A bar that moves only by whole units shows at least one.
    private static func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
}
