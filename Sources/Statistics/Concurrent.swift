import Synchronization
import Tensor

/// Independent calculations side by side.
enum Concurrent {
    /// The results of `body` for 0 ..< count, in order; each is calculated the same way however many threads there
    /// are. Throws the error of the lowest number.
    static func map<Element: Sendable>(
        _ count: Int, _ body: @Sendable (Int) throws -> Element
    ) throws -> [Element] {
        let results = Mutex([Result<Element, any Error>?](repeating: nil, count: count))
        Parallel.forEach(count) { index in
            let result = Result { try body(index) }
            results.withLock { $0[index] = result }
        }
        return try results.withLock { $0 }.compactMap { try $0?.get() }
    }
}
