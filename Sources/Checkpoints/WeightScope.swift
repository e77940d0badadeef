import Foundation
import Tensor

/// A place in a state dict, from which a network takes its tensors by name.
///
/// A missing or misshapen tensor does not stop the construction: it is noted, zeros stand in, and
/// `loadWeights` throws one error that lists everything that was wrong.
public struct WeightScope: Sendable {
    let ledger: WeightLedger
    let prefix: String

    /// The scope below `name`: `scope("visual")("conv1")`.
    public func callAsFunction(_ name: String) -> WeightScope {
        WeightScope(ledger: ledger, prefix: prefix + name + ".")
    }

    /// The scope of entry `index` of a list.
    public func callAsFunction(_ index: Int) -> WeightScope { self(String(index)) }

    /// The tensor `name` below this scope, of exactly `shape`.
    public func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
        try ledger.take(prefix + name, shape: shape)
    }

    /// Whether a tensor of this name exists; always false for synthetic weights.
    public func has(_ name: String) -> Bool { shape(of: name) != nil }

    /// Shape of a tensor in the checkpoint, nil where it has none of this name (always for synthetic weights).
    public func shape(of name: String) -> [Int]? { ledger.source.shape(of: prefix + name) }

    /// Marks tensors that the published file carries and the network does not need.
    public func ignore(_ name: String) { ledger.ignore(prefix + name) }
}

/// Builds a network from `source` and checks that the two fit each other exactly.
///
/// - Parameter network: what is being loaded, for the error text.
/// - Parameter optional: tells of a name the network did not ask for whether it may be present.
/// - Throws: `CheckpointError.mismatch` listing every missing, misshapen and unknown tensor.
public func loadWeights<Result>(
    _ network: String, from source: any WeightSource, optional: (String) -> Bool = { _ in false },
    _ build: (WeightScope) throws -> Result
) throws -> Result {
    let ledger = WeightLedger(source: source)
    let result = try build(WeightScope(ledger: ledger, prefix: ""))
    try ledger.finish(network: network, optional: optional)
    return result
}

/// What was asked of a weight source, and what was wrong with the answers.
final class WeightLedger: @unchecked Sendable {
    let source: any WeightSource
    private let lock = NSLock()
    private var taken: Set<String> = []
    private var missing: [String] = []
    private var misshapen: [String] = []

    init(source: any WeightSource) { self.source = source }

    func take(_ name: String, shape: [Int]) throws -> Tensor {
        let found = source.shape(of: name)
        let fits = lock.withLock {
            taken.insert(name)
            guard source.names != nil else { return true }
            guard let found else {
                missing.append("\(name) \(shape)")
                return false
            }
            if found != shape { misshapen.append("\(name): expected \(shape), found \(found)") }
            return found == shape
        }
        return fits ? try source.tensor(name, shape: shape) : Tensor(shape, filledWith: 0)
    }

    func ignore(_ name: String) { lock.withLock { _ = taken.insert(name) } }

    func finish(network: String, optional: (String) -> Bool) throws {
        let unknown = (source.names ?? []).subtracting(taken).filter { !optional($0) }.sorted()
        guard missing.isEmpty, misshapen.isEmpty, unknown.isEmpty else {
            throw CheckpointError.mismatch(
                network: network, source: source.identity.name, missing: missing, misshapen: misshapen,
                unknown: unknown)
        }
    }
}
