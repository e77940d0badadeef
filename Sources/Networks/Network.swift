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

    /// The weights of `source` under the network's names, for published files that use others.
    static func renamed(_ source: any WeightSource, config: Config) throws -> any WeightSource
}

extension Network {
    /// The network with the weights of `source`.
    /// - Parameter optional: names that a published file carries beside the network's own tensors.
    /// - Throws: `CheckpointError.mismatch` listing every missing, misshapen and unknown tensor.
    public static func load(
        _ config: Config, from source: any WeightSource, optional: (String) -> Bool = { _ in false }
    ) throws -> Self {
        try loadWeights(name, from: renamed(source, config: config), optional: optional) {
            try Self(config, weights: $0)
        }
    }

    /// Most published files use the network's own names.
    public static func renamed(_ source: any WeightSource, config: Config) throws -> any WeightSource {
        source
    }

    /// A scripted archive's tensors bound by structure; any other source as it is.
    /// - Parameter extras: see `StructuralBinding`.
    static func boundByStructure(
        _ source: any WeightSource, config: Config, extras: [String: [[Int]]] = [:]
    ) throws -> any WeightSource {
        guard let weights = source as? CheckpointWeights, weights.checkpoint.container == .torchScript else {
            return source
        }
        let layers = try LayerOutline.layers { _ = try Self(config, weights: $0) }
        // An archive with the network's own names needs no guess.
        if layers.allSatisfy({ weights.shape(of: $0.name) == $0.shape }) { return source }
        return try StructuralBinding(network: name, layers: layers, extras: extras)
            .bind(weights, tensors: weights.outline)
    }
}
