import Foundation

/// Tells on standard error how far a long job is and when it will be done: a bar that redraws itself on a
/// terminal, a plain line now and then elsewhere, nothing when asked to be quiet.
final class ProgressReporter: @unchecked Sendable {
    enum Style: Sendable { case bar, lines, silent }

    private let title: String
    private let total: Int
    private let doneAtStart: Int
    private let style: Style
    private let usesColour: Bool
    private let started = ContinuousClock.now
    private let lock = NSLock()
    private var lastShown: ContinuousClock.Instant?
    private var barIsOnScreen = false

    /// - Parameter doneAtStart: units finished by an earlier run; they count as done, not into the speed.
    init(_ title: String, total: Int, doneAtStart: Int = 0, style: Style, usesColour: Bool = false) {
        self.title = title
        self.total = total
        self.doneAtStart = doneAtStart
        self.style = style
        self.usesColour = usesColour
    }

    /// The style that fits where standard error goes.
    static func style(quiet: Bool, environment: [String: String] = ProcessInfo.processInfo.environment)
        -> Style
    {
        if quiet { return .silent }
        return isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" ? .bar : .lines
    }

    /// Whether colours are wanted: a terminal, and no `NO_COLOR` in the environment.
    static func wantsColour(environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
            && environment["NO_COLOR", default: ""].isEmpty
    }

    /// Reports that `done` of all units are finished. May be called from any thread and as often as wanted.
    func update(done: Int, note: String = "") {
        lock.withLock {
            guard style != .silent, isDue(done: done) else { return }
            lastShown = .now
            let text = Self.describe(
                title: title, done: done, total: total, note: note, remaining: remainingSeconds(done: done))
            if style == .bar {
                write("\r\u{1B}[2K" + bar(done: done) + " " + text)
                barIsOnScreen = true
            } else {
                write(text + "\n")
            }
        }
    }

    /// Prints a line of its own, above the bar where there is one.
    func log(_ line: String) {
        lock.withLock {
            guard style != .silent else { return }
            clearBar()
            write(line + "\n")
        }
    }

    /// Removes the bar and says in one line how it ended.
    func finish(_ summary: String) {
        lock.withLock {
            guard style != .silent else { return }
            clearBar()
            write("\(title): \(summary) in \(Self.duration(elapsedSeconds))\n")
        }
    }

    /// Removes the bar, for example before an error is printed.
    func stop() {
        lock.withLock { clearBar() }
    }

    /// `75 s` as `1 min 15 s`; below ten seconds with one decimal.
    static func duration(_ seconds: Double) -> String {
        if seconds < 10 { return String(format: "%.1f s", seconds) }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }

    private static func describe(title: String, done: Int, total: Int, note: String, remaining: Double?)
        -> String
    {
        let left = remaining.map { ", \(duration($0)) left" } ?? ""
        return "\(title) \(done)/\(total)\(note.isEmpty ? "" : " " + note)\(done < total ? left : "")"
    }

    private var elapsedSeconds: Double {
        let parts = (ContinuousClock.now - started).components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }

    private func remainingSeconds(done: Int) -> Double? {
        guard done > doneAtStart else { return nil }
        return elapsedSeconds / Double(done - doneAtStart) * Double(total - done)
    }

    /// A bar redraws at most ten times a second; lines come every ten seconds. First and last always show.
    private func isDue(done: Int) -> Bool {
        guard let lastShown, done < total else { return true }
        return ContinuousClock.now - lastShown >= (style == .bar ? .milliseconds(100) : .seconds(10))
    }

    private func bar(done: Int) -> String {
        let cells = 24
        let filled = total > 0 ? min(cells, done * cells / total) : cells
        let full = String(repeating: "█", count: filled)
        let empty = String(repeating: "░", count: cells - filled)
        return usesColour ? "\u{1B}[36m\(full)\u{1B}[2m\(empty)\u{1B}[0m" : full + empty
    }

    private func clearBar() {
        guard barIsOnScreen else { return }
        write("\r\u{1B}[2K")
        barIsOnScreen = false
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
