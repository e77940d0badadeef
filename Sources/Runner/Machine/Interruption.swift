import Dispatch
import Foundation
import Synchronization

/// A wish to stop, raised by Ctrl-C or by a test, and asked for between units of work.
public final class Interruption: Sendable {
    private let count = Atomic<Int>(0)

    public init() {}

    /// Whether the run should end after the unit in hand.
    public var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// Asks the run to end. Returns how often that was asked before.
    @discardableResult
    public func request() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// - Throws: `CancellationError` once the run should end.
    public func check() throws {
        if isRequested { throw CancellationError() }
    }
}

/// Turns SIGINT and SIGTERM into an `Interruption`; the second one ends the process at once.
public final class SignalWatch {
    private let sources: [any DispatchSourceSignal]

    /// - Parameter announce: called, on some thread, at the first signal.
    public init(_ interruption: Interruption, announce: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                // Every finished unit is committed, so leaving without clean-up loses only the one in hand.
                if interruption.request() > 0 { _exit(130) }
                announce()
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
