import Checkpoints
import Foundation

/// What the hub says of a file: its commit, the name of its bytes, and their number.
struct HubMetadata {
    let commit: String
    /// SHA-256 of large files, git's blob name of small ones.
    let etag: String
    let size: Int

    /// Asks the hub.
    ///
    /// - Throws: `TransferFailure` when there is no such file, no permission, or the answer is not a hub's.
    init(of file: HubFile, endpoint: String, credential: Credential?, client: HTTPClient) throws {
        let head = try client.head(try WebAddress(file.url(endpoint: endpoint)), credential: credential)
        guard head.status < 400 else { throw TransferFailure(status: head, hasToken: credential != nil) }
        guard let commit = head["x-repo-commit"], HubCache.isCommit(commit) else {
            throw TransferFailure(
                "the answer is not that of a model hub (no X-Repo-Commit); check HF_ENDPOINT")
        }
        guard let etag = (head["x-linked-etag"] ?? head["etag"]).map(Self.plain),
            etag.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9._-]*/#) != nil
        else { throw TransferFailure("the answer has no usable ETag") }
        let length = head["x-linked-size"] ?? (head.redirect == nil ? head["content-length"] : nil)
        guard let size = length.flatMap({ Int($0) }) else {
            throw TransferFailure("the answer does not say how large the file is")
        }
        (self.commit, self.etag, self.size) = (commit, etag, size)
    }

    /// `W/"abc"` and `"abc"` as `abc`.
    private static func plain(_ etag: String) -> String {
        let strong = etag.hasPrefix("W/") ? etag.dropFirst(2) : etag[...]
        return strong.trimmingCharacters(in: ["\""])
    }
}
