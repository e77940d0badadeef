import Foundation

/// The cache of the Hugging Face Hub, in the layout that Python's `huggingface_hub` reads and writes.
///
/// `models--OWNER--NAME/blobs/ETAG` holds the bytes, `snapshots/COMMIT/PATH` links to them, and `refs/REVISION` names
/// the commit.
///
/// Source: huggingface_hub, "Manage your cache"; `constants.py` and `file_download.py`.
public struct HubCache: Sendable, Hashable {
    /// The folder of the repositories.
    public let folder: URL
    /// Where a token is kept by `hf auth login`.
    public let tokenFile: URL

    /// - Parameter environment: `HF_HUB_CACHE` (formerly `HUGGINGFACE_HUB_CACHE`) names the folder; without it,
    ///   `HF_HOME`, then `XDG_CACHE_HOME`, then `home` contain it.
    public init(environment: [String: String], home: URL) {
        func folder(_ name: String) -> URL? {
            environment[name].flatMap {
                $0.isEmpty ? nil : Self.expanded($0, environment: environment, home: home)
            }
        }
        let general = folder("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache", isDirectory: true)
        let huggingFace =
            folder("HF_HOME") ?? general.appendingPathComponent("huggingface", isDirectory: true)
        self.folder =
            folder("HF_HUB_CACHE") ?? folder("HUGGINGFACE_HUB_CACHE")
            ?? huggingFace.appendingPathComponent("hub", isDirectory: true)
        tokenFile = folder("HF_TOKEN_PATH") ?? huggingFace.appendingPathComponent("token")
    }

    /// `~` and `$NAME` as a shell would replace them; names without a value stay as they are.
    private static func expanded(_ text: String, environment: [String: String], home: URL) -> URL {
        var path = text
        if path == "~" || path.hasPrefix("~/") { path = home.path + path.dropFirst() }
        path = path.replacing(#/\$(?:\{(\w+)\}|(\w+))/#) { match in
            environment[String(match.1 ?? match.2 ?? "")] ?? String(match.0)
        }
        return URL(fileURLWithPath: path, isDirectory: true)
    }

    /// The folder of a file's repository.
    public func repository(_ file: HubFile) -> URL {
        folder.appendingPathComponent(file.folderName, isDirectory: true)
    }

    /// The bytes that have an ETag.
    public func blob(_ file: HubFile, etag: String) -> URL {
        repository(file).appendingPathComponent("blobs/\(etag)")
    }

    /// The file that names the commit of a revision.
    public func reference(_ file: HubFile) -> URL {
        repository(file).appendingPathComponent("refs/\(file.revision)")
    }

    /// The lock of a blob while it is written.
    public func lock(_ file: HubFile, etag: String) -> URL {
        folder.appendingPathComponent(".locks/\(file.folderName)/\(etag).lock")
    }

    /// Where a file of a commit is linked.
    public func snapshot(_ file: HubFile, commit: String) -> URL {
        repository(file).appendingPathComponent("snapshots/\(commit)/\(file.path)")
    }

    /// The commit that the cache knows for the file's revision.
    public func commit(_ file: HubFile) -> String? {
        if Self.isCommit(file.revision) { return file.revision }
        guard let text = try? String(contentsOf: reference(file), encoding: .utf8) else { return nil }
        let commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return Self.isCommit(commit) ? commit : nil
    }

    /// Whether a revision is a full commit hash.
    public static func isCommit(_ text: String) -> Bool { text.wholeMatch(of: #/[0-9a-f]{40}/#) != nil }
}
