import Dispatch
import Synchronization

/// Parallel regions: `Compute.current.threads` workers draw task numbers from one atomic counter.
public enum Parallel {
    /// Calls `body` once for every index in `0 ..< count`, on any thread, in no particular order.
    public static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let workers = min(Compute.current.threads, count)
        guard workers > 1 else {
            for index in 0..<max(count, 0) { body(index) }
            return
        }
        let tasks = TaskCounter(count)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in tasks.drain(body) }
    }

    /// Splits `0 ..< count` into ranges of at least `grain` and calls `body` for each. Only for work whose
    /// result for an element does not depend on how the range was cut.
    public static func ranges(_ count: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void) {
        guard count > 0 else { return }
        let pieces = max(1, min(Compute.current.threads * 4, count / max(grain, 1)))
        forEach(pieces) { piece in
            body(count * piece / pieces..<count * (piece + 1) / pieces)
        }
    }

    /// The results of `body` for every index, on up to `lanes` threads that each compute with their share of the
    /// threads. Where tasks are many and small this loses less time to waiting than sharing out every operation.
    ///
    /// - Throws: the error of the first index that has one.
    public static func map<Value: Sendable, Failure: Error>(
        _ count: Int, lanes: Int, _ body: @Sendable (Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        let workers = min(lanes, count)
        guard workers > 1 else { return try (0..<max(count, 0)).map(body) }
        var compute = Compute.current
        compute.threads = max(compute.threads / workers, 1)
        let results = Mutex<[Result<Value, Failure>?]>(Array(repeating: nil, count: count))
        let tasks = TaskCounter(count)
        DispatchQueue.concurrentPerform(iterations: workers) { [compute] _ in
            Compute.$current.withValue(compute) {
                tasks.drain { index in
                    let result = Result { () throws(Failure) in try body(index) }
                    results.withLock { $0[index] = result }
                }
            }
        }
        return try results.withLock { $0 }.map { (result) throws(Failure) in try result!.get() }
    }
}

/// Hands out every number below a count once, to whoever asks.
private final class TaskCounter: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)

    init(_ count: Int) { self.count = count }

    /// Calls `body` with numbers until none is left.
    func drain(_ body: (Int) -> Void) {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }
}
