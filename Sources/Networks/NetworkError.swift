import Tensor

/// Why a network cannot be built or run.
public enum NetworkError: Error, Sendable, Equatable {
    /// A configuration asks for something the network does not compute.
    case configuration(network: String, key: String, expected: String, found: String)
    /// An input does not have the shape or the values that the network takes.
    case input(network: String, expected: String, found: String)
    /// No network has this id.
    case unknown(id: String, known: [String])
}

extension NetworkError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .configuration, .input: 65
        case .unknown: 64
        }
    }

    public var description: String {
        switch self {
        case .configuration(let network, let key, let expected, let found):
            "\(network): \(key) is \(found), expected \(expected). Use a configuration of the published model's kind."
        case .input(let network, let expected, let found):
            "\(network): expected \(expected), found \(found)."
        case .unknown(let id, let known):
            "No network is called \(id). Known networks: \(known.joined(separator: ", "))."
        }
    }
}
