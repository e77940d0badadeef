import Foundation

/// Something large that is made when it is first needed and can be let go.
final class LazyPart<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private let load: @Sendable () throws -> Value
    private var value: Value?

    init(_ load: @escaping @Sendable () throws -> Value) { self.load = load }

    /// The value; several threads asking at once wait for one load.
    func get() throws -> Value {
        try lock.withLock {
            if let value { return value }
            let made = try load()
            value = made
            return made
        }
    }

    /// Forgets the value; whoever holds it keeps it alive.
    func release() { lock.withLock { value = nil } }
}
