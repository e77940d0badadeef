/// Which weights a generator takes.
public enum GeneratorWeights: Sendable, Hashable, CustomStringConvertible {
    /// The published checkpoint, where this machine has it.
    case official
    /// The demo-size model: trained weights where the package carries them, synthetic ones otherwise.
    case demo
    /// Deterministic numbers derived from tensor names; videos mean nothing.
    case synthetic(salt: String)
    /// A diffusers folder.
    case folder(String)

    /// `official`, `demo`, `synthetic`, `synthetic:SALT`, or else the path of a folder.
    public init(argument: String) {
        switch argument {
        case "official": self = .official
        case "demo": self = .demo
        case "synthetic": self = .synthetic(salt: "")
        default:
            let prefix = "synthetic:"
            self =
                argument.hasPrefix(prefix)
                ? .synthetic(salt: String(argument.dropFirst(prefix.count))) : .folder(argument)
        }
    }

    public var description: String {
        switch self {
        case .official: "official"
        case .demo: "demo"
        case .synthetic(let salt): salt.isEmpty ? "synthetic" : "synthetic:\(salt)"
        case .folder(let path): path
        }
    }
}

/// Size of a model whose weights do not decide it.
public enum GeneratorSize: String, Sendable, Codable, CaseIterable {
    /// The published configuration.
    case full
    /// Small enough to make a video in a second.
    case demo
}
