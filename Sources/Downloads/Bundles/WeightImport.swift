import Checkpoints
import Foundation
import Hashing

/// Brings the files of an exported archive or folder into the caches of this machine.
public struct WeightImport {
    let locator: WeightLocator
    let registry: [OfficialFile]
    let isCancelled: () -> Bool
    let report: (_ id: String) -> Void

    public init(
        locator: WeightLocator, registry: [OfficialFile] = OfficialFile.all,
        isCancelled: @escaping () -> Bool = { false }, report: @escaping (_ id: String) -> Void = { _ in }
    ) {
        (self.locator, self.registry) = (locator, registry)
        (self.isCancelled, self.report) = (isCancelled, report)
    }

    /// Imports every file of the bundle; what is here with the same bytes is left alone.
    ///
    /// Each file is hashed while it is copied and takes its name only when its hash is that of the manifest and of
    /// the registry.
    /// - Throws: `DownloadError.bundle`, `.wrongContent`, `.unwritable`, `.noSpace`.
    public func read(_ path: String) throws -> [FetchedFile] {
        let reader = try BundleReader(path)
        let entries = try reader.manifest().files
        let known = Dictionary(uniqueKeysWithValues: registry.map { ($0.id, $0) })
        let files = try entries.map { entry -> (WeightManifest.Entry, OfficialFile) in
            guard let file = known[entry.id] else {
                throw DownloadError.bundle(
                    path: path, expected: "files of this version's registry", found: "\"\(entry.id)\"",
                    advice: "Export it with the same version of i2vbench, or update this one.")
            }
            return (entry, file)
        }
        return try files.map { entry, file in
            if isCancelled() { throw CancellationError() }
            report(entry.id)
            return try place(entry, file, from: reader)
        }
    }

    private func place(_ entry: WeightManifest.Entry, _ file: OfficialFile, from reader: BundleReader) throws
        -> FetchedFile
    {
        let hub = hub(entry, file)
        let target =
            hub.map { locator.hub.blob($0.file, etag: $0.etag) }
            ?? locator.cache.appendingPathComponent(file.location)
        let lockPath =
            hub.map { locator.hub.lock($0.file, etag: $0.etag) }
            ?? locator.cache.appendingPathComponent(".locks/\(file.id).lock")
        let lock = try DownloadLock(lockPath.path, isCancelled: isCancelled, onWait: {})
        defer { withExtendedLifetime(lock) {} }
        let isPresent = try isSame(target.path, entry)
        if !isPresent { try copy(entry, file, etag: hub?.etag, from: reader, to: target) }
        if let hub {
            try HubPlacement(cache: locator.hub, file: hub.file).place(etag: hub.etag, commit: hub.commit)
        } else {
            try DownloadReceipt(sha256: entry.sha256, size: entry.size, source: entry.source)
                .write(file, in: locator.cache)
        }
        let path = hub.map { locator.hub.snapshot($0.file, commit: $0.commit) } ?? target
        return FetchedFile(
            id: entry.id, path: path.path, wasPresent: isPresent, size: entry.size, source: reader.path,
            sha256: entry.sha256)
    }

    /// The place in the hub's cache, where the manifest names one that the registry knows.
    private func hub(_ entry: WeightManifest.Entry, _ file: OfficialFile) -> WeightManifest.Hub? {
        guard let hub = entry.hub, ([file.origin] + file.mirrors).contains(.hub(hub.file)),
            HubCache.isCommit(hub.commit), hub.etag.wholeMatch(of: #/[A-Za-z0-9][A-Za-z0-9._-]*/#) != nil
        else { return nil }
        return hub
    }

    private func isSame(_ path: String, _ entry: WeightManifest.Entry) throws -> Bool {
        guard FileSystem.size(path) == entry.size else { return false }
        return try SHA256.hex(ofFile: path) == entry.sha256
    }

    private func copy(
        _ entry: WeightManifest.Entry, _ file: OfficialFile, etag: String?, from reader: BundleReader,
        to target: URL
    ) throws {
        if let available = FileSystem.availableBytes(target.path), available < entry.size {
            throw DownloadError.noSpace(path: target.path, needed: entry.size, available: available)
        }
        let partial = try PartialDownload(target.path + ".import.incomplete")
        do {
            try partial.restart()
            try reader.read(entry.path) { piece in
                if isCancelled() { throw CancellationError() }
                try piece.withUnsafeBytes(partial.append)
            }
            let check = ContentCheck(file: file, etag: etag)
            let found = try check.digest(ofFile: partial.path)
            guard found == entry.sha256 else {
                throw ContentCheck.Mismatch(expected: "SHA-256 \(entry.sha256)", found: found)
            }
            try check.checkKind(ofFile: partial.path)
            try partial.finish(as: target.path)
        } catch {
            partial.remove()
            guard let mismatch = error as? ContentCheck.Mismatch else { throw error }
            throw DownloadError.bundle(
                path: reader.path, expected: "\(entry.path) with \(mismatch.expected)",
                found: mismatch.found, advice: "Nothing of it was kept; copy the bundle again.")
        }
    }
}
