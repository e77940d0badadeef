import Checkpoints
import Foundation

extension WeightFetcher {
    /// Fetches from a plain address into our own cache.
    ///
    /// - Parameter isPacked: whether the address gives an archive of which the file is a member.
    func fetchWeb(_ file: OfficialFile, _ url: String, isPacked: Bool, again: Bool) throws -> FetchedFile {
        let address = try WebAddress(url)
        let target = locator.cache.appendingPathComponent(file.location)
        let lock = try DownloadLock(
            locator.cache.appendingPathComponent(".locks/\(file.id).lock").path,
            isCancelled: client.isCancelled, onWait: { report(.waiting) })
        defer { withExtendedLifetime(lock) {} }
        // Another process may have brought it while this one waited.
        if !again, let size = FileSystem.size(target.path) {
            return FetchedFile(id: file.id, path: target.path, wasPresent: true, size: size)
        }
        let sha256 =
            isPacked
            ? try unpack(file, from: address, to: target)
            : try fetchPlain(file, from: address, to: target)
        let size = FileSystem.size(target.path) ?? 0
        try DownloadReceipt(sha256: sha256, size: size, source: address.shown)
            .write(file, in: locator.cache)
        return FetchedFile(
            id: file.id, path: target.path, wasPresent: false, size: size, source: address.shown,
            sha256: sha256)
    }

    private func fetchPlain(_ file: OfficialFile, from address: WebAddress, to target: URL) throws -> String {
        let partial = try PartialDownload(target.path + ".incomplete")
        try download(
            .init(address: address, size: file.size, isIdentified: file.sha256 != nil), into: partial)
        return try accept(partial, as: target, file, source: address.shown)
    }

    /// Fetches the archive, takes the member out, and throws the archive away.
    private func unpack(_ file: OfficialFile, from address: WebAddress, to target: URL) throws -> String {
        guard let member = file.member else { preconditionFailure("\(file.id) is not in an archive") }
        let archive = try PartialDownload(target.path + ".zip.incomplete")
        try download(.init(address: address, isIdentified: false), into: archive)
        let partial = try PartialDownload(target.path + ".member.incomplete")
        try partial.restart()
        do {
            try ZipMember.read(member, of: archive.path) { try partial.append($0) }
        } catch let error as CheckpointError {
            archive.remove()
            partial.remove()
            throw DownloadError.wrongContent(
                file: target.path, source: address.shown, expected: "a zip archive with \(member)",
                found: error.description)
        }
        let sha256 = try accept(partial, as: target, file, source: address.shown)
        archive.remove()
        return sha256
    }
}
