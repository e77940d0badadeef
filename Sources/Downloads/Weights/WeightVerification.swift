import Checkpoints
import Foundation
import Hashing

/// Whether a file on this machine is the published one.
public struct WeightVerification: Sendable, Equatable {
    public enum Verdict: String, Sendable, Codable {
        /// Equal to the hash that the publisher, or independent records of the file, state.
        case published
        /// Equal to the hash that the hub gave when it was fetched.
        case hub
        /// Equal to the hash noted when it was fetched; nobody publishes one.
        case asFetched = "as_fetched"
        /// Readable and undamaged as far as its container tells; no hash is known.
        case unknown
        case wrong
    }

    public let id: String
    public let path: String
    public let verdict: Verdict
    public let sha256: String
    /// What was expected and found, for a wrong file.
    public var problem: String?

    /// Reads the whole file and compares it with everything that is known of it.
    ///
    /// Cost: two passes over the file, about two seconds a gigabyte.
    /// - Throws: `DownloadError.absent`, `.unreadable`.
    public init(_ file: OfficialFile, locator: WeightLocator) throws {
        guard let path = locator.officialFile(for: file)?.path else {
            throw DownloadError.absent(ids: [file.id])
        }
        (id, self.path) = (file.id, path)
        let etag = Self.etag(path, in: locator.hub)
        let check = ContentCheck(file: file, etag: etag)
        let digest: String
        do {
            digest = try SHA256.hex(ofFile: path)
        } catch {
            throw DownloadError.unreadable(path: path, reason: "\(error)")
        }
        sha256 = digest
        let receipt = DownloadReceipt.read(file, in: locator.cache)
        let isOwn = path == locator.cache.appendingPathComponent(file.location).path
        do {
            _ = try check.digest(ofFile: path)
            if isOwn, let receipt, receipt.sha256 != digest {
                throw ContentCheck.Mismatch(
                    expected: "SHA-256 \(receipt.sha256), noted when it was fetched", found: digest)
            }
            try check.checkKind(ofFile: path)
            if file.isCheckpoint { try Checkpoint.open(path).verify() }
        } catch let mismatch as ContentCheck.Mismatch {
            verdict = .wrong
            problem = "expected \(mismatch.expected), found \(mismatch.found)"
            return
        } catch let error as CheckpointError {
            verdict = .wrong
            problem = error.description
            return
        }
        verdict =
            file.sha256 != nil
            ? .published : etag != nil ? .hub : isOwn && receipt != nil ? .asFetched : .unknown
    }

    /// The name of the bytes in the hub's cache that a link leads to, where that is a hash.
    private static func etag(_ path: String, in hub: HubCache) -> String? {
        let bytes = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard bytes.path.hasPrefix(hub.folder.resolvingSymlinksInPath().path + "/") else { return nil }
        let name = bytes.lastPathComponent
        return name.wholeMatch(of: #/[0-9a-f]{40}|[0-9a-f]{64}/#) != nil ? name : nil
    }
}
