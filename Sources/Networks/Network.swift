import Checkpoints

/// A network: a configuration whose default is the published model, weights by state-dict name, a forward.
///
/// Conforming types have a `callAsFunction` of their own; shapes and inputs differ too much for a common one.
public protocol Network: Sendable {
    /// Configuration in the keys of the checkpoint's own JSON (or of the reference's constructor).
    associatedtype Config: Codable & Sendable

    /// Id on the command line and in the store, snake_case.
    static var name: String { get }

    /// Takes every tensor from `weights`; `loadWeights` reports what does not fit.
    init(_ config: Config, weights: WeightScope) throws
}

extension Network {
    /// The network with the weights of `source`.
    /// - Parameter optional: names that a published file carries beside the network's own tensors.
    /// - Throws: `CheckpointError.mismatch` listing every missing, misshapen and unknown tensor.
    public static func load(
        _ config: Config, from source: any WeightSource, optional: (String) -> Bool = { _ in false }
    ) throws -> Self {
        try loadWeights(name, from: source, optional: optional) { try Self(config, weights: $0) }
    }
}
