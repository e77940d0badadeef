import Tensor

/// Binds the tensors of a file whose names are not known by their shapes and their order.
///
/// Attributes of a scripted module stand in the file in the order of their definition. The weights of two or more axes
/// must have the shapes of the network's layers one after the other, in forward order, or with the last layer in front
/// (where a class defines its classifier first). The vectors of a layer are those of the largest submodule around its
/// weight that holds no other weight. Whatever does not fit is refused by name.
public struct StructuralBinding: Sendable {
    let network: String
    let layers: [LayerOutline]
    /// Shapes of further tensors by name, of which a leading axis of one does not count; they may be absent.
    let extras: [String: [[Int]]]

    public init(network: String, layers: [LayerOutline], extras: [String: [[Int]]] = [:]) {
        (self.network, self.layers, self.extras) = (network, layers, extras)
    }

    /// The file's tensors under the network's names; the identity says how they were bound.
    ///
    /// - Parameter tensors: names and shapes in file order.
    /// - Throws: `CheckpointError.mismatch` naming every tensor that does not fit.
    public func bind(_ source: any WeightSource, tensors: [(name: String, shape: [Int])]) throws
        -> RenamedWeights
    {
        var places: [String: RenamedWeights.Place] = [:]
        var weights: [Part] = []
        var vectors: [Part] = []
        for (name, shape) in tensors {
            let part = Part(name: name, path: name.split(separator: "."), shape: shape)
            if let extra = extra(shape) {
                guard places.updateValue(.tensor(name), forKey: extra) == nil else {
                    throw mismatch(source, unknown: ["\(name) \(shape), a second \(extra)"])
                }
            } else if shape.count > 1 {
                weights.append(part)
            } else {
                vectors.append(part)
            }
        }
        var bound: Set<String> = []
        for (layer, weight) in try matched(weights, source) {
            places[layer.name] = .tensor(weight.name)
            for (name, place) in try attached(layer, weight, weights: weights, vectors: vectors, source) {
                places[name] = place
                if case .tensor(let vector) = place { bound.insert(vector) }
            }
        }
        // Constants for the three channels of an image may stand beside the network.
        let rest = vectors.filter { !bound.contains($0.name) && $0.shape.reduce(1, *) > 3 }
        guard rest.isEmpty else { throw mismatch(source, unknown: rest.map { "\($0.name) \($0.shape)" }) }
        return RenamedWeights(
            source, places: places, note: "\(layers.count) layers bound by structure, names unverified")
    }

    /// A tensor of the file.
    private struct Part {
        let name: String
        let path: [Substring]
        let shape: [Int]
    }

    private func extra(_ shape: [Int]) -> String? {
        extras.first { $0.value.contains { $0 == shape || [1] + $0 == shape } }?.key
    }

    /// Layers and their weights, by order.
    private func matched(_ weights: [Part], _ source: any WeightSource) throws -> [(LayerOutline, Part)] {
        let orders = [layers, layers.suffix(1) + layers.dropLast()]
        func agreement(_ order: [LayerOutline]) -> Int {
            zip(order, weights).prefix { $0.shape == $1.shape }.count
        }
        let order = orders.max { agreement($0) < agreement($1) } ?? layers
        let pairs = Array(zip(order, weights))
        let wrong = pairs.filter { $0.shape != $1.shape }.map {
            "\($0.name): expected \($0.shape), found \($1.shape) in \($1.name)"
        }
        guard wrong.isEmpty, order.count == weights.count else {
            throw mismatch(
                source, missing: order.dropFirst(weights.count).map { "\($0.name) \($0.shape)" },
                misshapen: wrong, unknown: weights.dropFirst(order.count).map { "\($0.name) \($0.shape)" })
        }
        return pairs
    }

    /// Where the vectors of a layer are.
    private func attached(
        _ layer: LayerOutline, _ weight: Part, weights: [Part], vectors: [Part], _ source: any WeightSource
    ) throws -> [String: RenamedWeights.Place] {
        let depth = (0..<weight.path.count).first { depth in
            !weights.contains { $0.name != weight.name && $0.path.starts(with: weight.path.prefix(depth)) }
        }
        let scope = weight.path.prefix(depth ?? weight.path.count - 1)
        let near = vectors.filter { $0.path.starts(with: scope) }
        var places: [String: RenamedWeights.Place] = [:]
        for (role, name) in layer.vectors.sorted(by: { $0.value < $1.value }) {
            let found = near.filter { $0.path.last.flatMap { LayerOutline.Role(lastPart: $0) } == role }
            let length = [layer.shape[0]]
            guard found.count <= 1 else {
                throw mismatch(
                    source, unknown: found.dropFirst().map { "\($0.name) \($0.shape), a second \(name)" })
            }
            if let vector = found.first {
                guard vector.shape == length else {
                    throw mismatch(
                        source,
                        misshapen: ["\(name): expected \(length), found \(vector.shape) in \(vector.name)"])
                }
                places[name] = .tensor(vector.name)
            } else if role == .weight {
                // TensorFlow's batch normalisation often has no factor.
                places[name] = .ones(length)
            } else {
                throw mismatch(
                    source, missing: ["\(name) \(length), beside \(weight.name) in its submodule"])
            }
        }
        return places
    }

    private func mismatch(
        _ source: any WeightSource, missing: [String] = [], misshapen: [String] = [], unknown: [String] = []
    ) -> CheckpointError {
        .mismatch(
            network: network, source: source.identity.name, missing: missing, misshapen: misshapen,
            unknown: unknown)
    }
}

extension CheckpointWeights {
    /// Names and shapes of the floating-point tensors in file order: what structural binding looks at.
    public var outline: [(name: String, shape: [Int])] {
        checkpoint.weights.filter { !$0.type.isInteger && !$0.type.isComplex }.map { ($0.name, $0.shape) }
    }
}
