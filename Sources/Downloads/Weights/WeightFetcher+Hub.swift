import Checkpoints
import Foundation

extension WeightFetcher {
    /// Fetches into the hub's cache: the bytes under their ETag, a link in the snapshot, the commit of the revision.
    func fetchHub(_ file: OfficialFile, _ hubFile: HubFile, endpoint: String, again: Bool) throws
        -> FetchedFile
    {
        let metadata = try metadata(of: hubFile, endpoint: endpoint)
        let blob = locator.hub.blob(hubFile, etag: metadata.etag)
        let lock = try DownloadLock(
            locator.hub.lock(hubFile, etag: metadata.etag).path, isCancelled: client.isCancelled,
            onWait: { report(.waiting) })
        defer { withExtendedLifetime(lock) {} }
        var sha256: String?
        if again || FileSystem.size(blob.path) != metadata.size {
            let partial = try PartialDownload(blob.path + ".incomplete")
            let address = try WebAddress(hubFile.url(endpoint: endpoint, commit: metadata.commit))
            try download(
                .init(
                    address: address, credential: settings.credential, size: metadata.size,
                    isIdentified: true),
                into: partial)
            sha256 = try accept(
                partial, as: blob, file, etag: metadata.etag, source: hubFile.url(endpoint: endpoint))
        }
        try HubPlacement(cache: locator.hub, file: hubFile).place(
            etag: metadata.etag, commit: metadata.commit)
        return FetchedFile(
            id: file.id, path: locator.hub.snapshot(hubFile, commit: metadata.commit).path,
            wasPresent: sha256 == nil, size: metadata.size, source: hubFile.url(endpoint: endpoint),
            sha256: sha256)
    }

    /// Asks the hub, again where it is busy.
    private func metadata(of file: HubFile, endpoint: String) throws -> HubMetadata {
        for fruitless in 1... {
            do {
                return try HubMetadata(
                    of: file, endpoint: endpoint, credential: settings.credential, client: client)
            } catch let failure as TransferFailure {
                guard failure.kind == .passing, fruitless < settings.retry.limit else { throw failure }
                let seconds = settings.retry.delay(fruitless: fruitless, asked: failure.retryAfter)
                report(.retrying(reason: failure.reason, seconds: seconds))
                try client.pause(seconds)
            }
        }
        preconditionFailure("a loop without end has ended")
    }
}

/// Makes bytes that are in the hub's cache visible under their path and revision.
struct HubPlacement {
    let cache: HubCache
    let file: HubFile

    func place(etag: String, commit: String) throws {
        try FileSystem.link(cache.snapshot(file, commit: commit), to: cache.blob(file, etag: etag))
        if file.revision != commit { try FileSystem.write(commit, to: cache.reference(file).path) }
    }
}
