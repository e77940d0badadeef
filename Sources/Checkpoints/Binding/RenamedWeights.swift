import Tensor

/// The tensors of a file under the names that a network asks for.
public struct RenamedWeights: WeightSource {
    /// Where the numbers of a tensor come from.
    public enum Place: Sendable, Hashable {
        /// A tensor of the file.
        case tensor(String)
        /// Ones of this shape, for factors that the file leaves out.
        case ones([Int])
    }

    /// For every name that can be asked for, where its numbers are.
    public let places: [String: Place]
    private let source: any WeightSource
    private let note: String?

    /// - Parameter note: what the identity says beside the file's name.
    public init(_ source: any WeightSource, places: [String: Place], note: String? = nil) {
        (self.source, self.places, self.note) = (source, places, note)
    }

    public var identity: WeightIdentity {
        var identity = source.identity
        if let note { identity.name += " (\(note))" }
        return identity
    }

    public var names: Set<String>? { Set(places.keys) }

    public func shape(of name: String) -> [Int]? {
        switch places[name] {
        case .tensor(let place): source.shape(of: place)
        case .ones(let shape): shape
        case nil: nil
        }
    }

    public func tensor(_ name: String, shape: [Int]) throws -> Tensor {
        switch places[name] {
        case .tensor(let place): try source.tensor(place, shape: shape)
        case .ones: Tensor(shape, filledWith: 1)
        case nil: preconditionFailure("no tensor is called \(name)")
        }
    }
}
