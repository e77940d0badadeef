/// A file in a repository on the Hugging Face Hub.
public struct HubFile: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case model, dataset, space
    }

    /// `OWNER/NAME`.
    public let repository: String
    public let kind: Kind
    /// Path inside the repository.
    public let path: String
    /// Branch, tag or commit.
    public let revision: String

    public init(_ repository: String, kind: Kind = .model, _ path: String, revision: String = "main") {
        (self.repository, self.kind, self.path, self.revision) = (repository, kind, path, revision)
    }

    /// The address of the file.
    ///
    /// - Parameter commit: a commit in place of the revision.
    public func url(endpoint: String = "https://huggingface.co", commit: String? = nil) -> String {
        let prefix = kind == .model ? "" : "\(kind.rawValue)s/"
        return "\(endpoint)/\(prefix)\(repository)/resolve/\(commit ?? revision)/\(path)"
    }

    /// Name of the repository's folder in the cache: `models--OWNER--NAME`.
    public var folderName: String {
        (["\(kind.rawValue)s"] + repository.split(separator: "/").map(String.init)).joined(separator: "--")
    }
}
