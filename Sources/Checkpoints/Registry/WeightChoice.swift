/// Which weights a person asked for.
public enum WeightChoice: Sendable, Hashable, CustomStringConvertible {
    /// The publisher's file, from the cache.
    case official
    /// The small weights embedded in this package.
    case demo
    /// Deterministic numbers that follow from tensor names and a salt.
    case synthetic(salt: String)
    /// A file, or a folder that holds files under their official names.
    case path(String)

    /// `official`, `demo`, `synthetic`, `synthetic:SALT`; anything else is a path.
    public init(_ text: String) {
        switch text {
        case "official": self = .official
        case "demo": self = .demo
        case "synthetic": self = .synthetic(salt: "")
        case _ where text.hasPrefix("synthetic:"): self = .synthetic(salt: String(text.dropFirst(10)))
        default: self = .path(text)
        }
    }

    public var description: String {
        switch self {
        case .official: "official"
        case .demo: "demo"
        case .synthetic(let salt): salt.isEmpty ? "synthetic" : "synthetic:\(salt)"
        case .path(let path): path
        }
    }
}
