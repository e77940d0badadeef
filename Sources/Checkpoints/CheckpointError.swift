/// Why a checkpoint cannot be used. Every text names the file or network, what was expected and what was found.
public enum CheckpointError: Error, Sendable, Equatable {
    /// The tensors do not fit the network.
    case mismatch(network: String, source: String, missing: [String], misshapen: [String], unknown: [String])
}

extension CheckpointError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .mismatch(let network, let source, let missing, let misshapen, let unknown):
            let parts = [
                Self.list("missing", missing), Self.list("of another shape", misshapen),
                Self.list("not part of the network", unknown),
            ]
            return "\(source) does not hold the weights of \(network): "
                + parts.compactMap { $0 }.joined(separator: "; ")
                + ". Check that the file belongs to this network and that the configuration matches it."
        }
    }

    private static func list(_ label: String, _ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(20).joined(separator: ", ")
        return "\(names.count) \(label) (\(shown)\(names.count > 20 ? ", …" : ""))"
    }
}
