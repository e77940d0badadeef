import Tensor

/// Why a checkpoint cannot be used. Every text names the file or network, what was expected and what was found.
public enum CheckpointError: UserFacingError, Sendable, Equatable {
    /// The tensors do not fit the network.
    case mismatch(network: String, source: String, missing: [String], misshapen: [String], unknown: [String])
    /// The file or folder cannot be read.
    case unreadable(file: String, reason: String)
    /// Weights were looked for at a place that does not exist.
    case absent(path: String)
    /// The file cannot be written.
    case unwritable(file: String, reason: String)
    /// The bytes are not what the container promises: cut short, damaged, or not a checkpoint at all.
    case malformed(file: String, expected: String, found: String, advice: String)
    /// The file asks for something a reader of tensors must not do; `what` names the opcode or global.
    case refused(file: String, what: String, reason: String)
    /// There is no tensor of this name in the file.
    case missingTensor(file: String, name: String, present: [String])
    /// The tensor exists, but its values cannot be given in the type that was asked for.
    case unsupportedType(file: String, name: String, expected: String, found: String)
    /// A published file is not on this machine; `name` is what `i2vbench weights fetch` takes.
    case unavailable(network: String, searched: [String], name: String, source: String, licence: String)
    /// Nobody has published weights of this network.
    case unpublished(network: String)
    /// No published file is known for this network.
    case unknownNetwork(id: String, known: [String])
}

extension CheckpointError {
    public var exitCode: Int32 {
        switch self {
        case .mismatch, .unreadable, .malformed, .refused, .missingTensor, .unsupportedType: 65
        case .unavailable, .unpublished, .absent: 69
        case .unwritable: 1
        case .unknownNetwork: 64
        }
    }

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
        case .unreadable(let file, let reason):
            return "\(file): cannot be read: \(reason)"
        case .absent(let path):
            return
                "\(path): there is no such file or folder of weights; check the path, or get the published "
                + "ones with `i2vbench weights fetch NAME` and leave the path out."
        case .unwritable(let file, let reason):
            return "\(file): cannot be written: \(reason)"
        case .malformed(let file, let expected, let found, let advice):
            return "\(file): expected \(expected), found \(found). \(advice)"
        case .refused(let file, let what, let reason):
            return "\(file): refused because of \(what): \(reason). Nothing in the file was executed; "
                + "ask its author for a safetensors file or a plain state dict."
        case .missingTensor(let file, let name, let present):
            return "\(file): there is no tensor \"\(name)\"; it holds "
                + (Self.list("tensors", present) ?? "none") + "."
        case .unsupportedType(let file, let name, let expected, let found):
            return "\(file): tensor \"\(name)\" should be \(expected) and is \(found)."
        case .unavailable(let network, let searched, let name, let source, let licence):
            return "the published weights of \(network) are not on this machine. Looked for "
                + searched.joined(separator: " and ") + ". Run `i2vbench weights fetch \(name)`, or download "
                + "\(source) (\(licence)) to \(searched.first ?? "the cache"), or give a file with "
                + "--weights PATH."
        case .unpublished(let network):
            return "no weights of \(network) were published. Give a folder of your own with --weights PATH, "
                + "or use --weights demo or synthetic."
        case .unknownNetwork(let id, let known):
            return "no published weights are known for \"\(id)\"; known: " + known.joined(separator: ", ")
                + "."
        }
    }

    private static func list(_ label: String, _ names: [String]) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.prefix(20).joined(separator: ", ")
        return "\(names.count) \(label) (\(shown)\(names.count > 20 ? ", …" : ""))"
    }
}
