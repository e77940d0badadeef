import Checkpoints
import Foundation
import Hashing

/// Copies files from the caches into one archive or folder for machines without a network.
///
/// The bundle has a manifest, a list for `sha256sum --check`, and every file at its place in our cache. A folder also
/// serves as `--weights FOLDER`, and from any web server as `--mirror ADDRESS`.
public struct WeightExport {
    let locator: WeightLocator
    let isCancelled: () -> Bool
    let report: (_ id: String) -> Void

    public init(
        locator: WeightLocator, isCancelled: @escaping () -> Bool = { false },
        report: @escaping (_ id: String) -> Void = { _ in }
    ) {
        (self.locator, self.isCancelled, self.report) = (locator, isCancelled, report)
    }

    /// Writes the files to `path`, an archive where that ends in `.tar`, and returns their number of bytes.
    ///
    /// - Throws: `DownloadError.absent` naming every file that is not here, `.wrongContent` for one that is not the
    ///   published file, `.unwritable`, `.noSpace`.
    public func write(_ files: [OfficialFile], to path: String) throws -> Int {
        let missing = files.filter { locator.officialFile(for: $0) == nil }
        guard missing.isEmpty else { throw DownloadError.absent(ids: missing.map(\.id)) }
        let entries = try files.map { file in
            if isCancelled() { throw CancellationError() }
            return try entry(file)
        }
        let bytes = entries.reduce(0) { $0 + $1.entry.size }
        if let available = FileSystem.availableBytes(path), available < bytes {
            throw DownloadError.noSpace(path: path, needed: bytes, available: available)
        }
        let manifest = WeightManifest(files: entries.map(\.entry))
        let writer = try BundleWriter(path)
        do {
            for (entry, source) in entries {
                if isCancelled() { throw CancellationError() }
                report(entry.id)
                let written = try writer.add(entry.path, file: source, size: entry.size)
                guard written == entry.sha256 else {
                    throw DownloadError.unreadable(path: source, reason: "it changed while it was copied.")
                }
            }
            try writer.add(WeightManifest.hashListName, text: manifest.hashList)
            // Last, so that a bundle which has one is complete.
            try writer.add(WeightManifest.fileName, text: try manifest.text())
            try writer.finish()
        } catch {
            writer.abandon()
            throw error
        }
        return bytes
    }

    private func entry(_ file: OfficialFile) throws -> (entry: WeightManifest.Entry, source: String) {
        let verification = try WeightVerification(file, locator: locator)
        if let problem = verification.problem {
            throw DownloadError.bundle(
                path: verification.path, expected: "the published file", found: "another (\(problem))",
                advice: "Fetch it again with `i2vbench weights fetch --again \(file.id)`.")
        }
        let entry = WeightManifest.Entry(
            id: file.id, path: file.location, size: FileSystem.size(verification.path) ?? 0,
            sha256: verification.sha256, source: file.source, licence: file.licence, citation: file.citation,
            hub: hub(file, verification))
        return (entry, verification.path)
    }

    /// How the hub's cache knows a file that comes from it.
    private func hub(_ file: OfficialFile, _ verification: WeightVerification) -> WeightManifest.Hub? {
        for case .hub(let published) in [file.origin] + file.mirrors {
            guard let commit = locator.hub.commit(published),
                locator.hub.snapshot(published, commit: commit).path == verification.path
            else { continue }
            let blob = URL(fileURLWithPath: verification.path).resolvingSymlinksInPath()
            return .init(file: published, commit: commit, etag: blob.lastPathComponent)
        }
        return nil
    }
}
