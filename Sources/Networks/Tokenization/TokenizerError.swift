import Tensor

/// Why a tokenizer cannot be built.
public enum TokenizerError: Error, Sendable, Equatable {
    /// A vocabulary file is absent or not what it should be.
    case vocabulary(file: String, expected: String, found: String)
}

extension TokenizerError: UserFacingError {
    public var exitCode: Int32 { 65 }

    public var description: String {
        switch self {
        case .vocabulary(let file, let expected, let found):
            "\(file): expected \(expected), found \(found). Take the tokenizer files of the published checkpoint."
        }
    }
}
