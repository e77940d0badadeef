import Foundation

/// Finds the weights that were asked for: in the cache, at a path, among the embedded ones, or out of names.
public struct WeightLocator: Sendable {
    /// Where published files are kept that do not come from the Hugging Face Hub, and any that a person puts there.
    public let cache: URL
    /// Where files from the Hugging Face Hub are kept, shared with Python.
    public let hub: HubCache
    /// Folder of the embedded weights, one `NETWORK.safetensors` each.
    public let demoFolder: URL?
    private let digests: DigestCache

    /// - Parameter environment: `I2VBENCH_CACHE` names the cache; without it, `XDG_CACHE_HOME` and then
    ///   `home` contain it. The variables of `HubCache` name the hub's.
    /// - Parameter home: the user's home folder.
    public init(environment: [String: String], home: URL, demoFolder: URL? = nil) {
        func folder(_ name: String) -> URL? {
            environment[name].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }
        }
        let general = folder("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache", isDirectory: true)
        cache =
            folder("I2VBENCH_CACHE") ?? general.appendingPathComponent("i2vbench/weights", isDirectory: true)
        hub = HubCache(environment: environment, home: home)
        self.demoFolder = demoFolder
        digests = DigestCache()
    }

    /// The weights of `network`.
    ///
    /// - Throws: `CheckpointError.unavailable` when a published file is not there, with the place it belongs to
    ///   and where to get it; the errors of `Checkpoint.open` for a file that cannot be used.
    public func weights(for network: String, _ choice: WeightChoice) throws -> any WeightSource {
        switch choice {
        case .synthetic(let salt): return SyntheticWeights(salt: salt)
        case .demo:
            guard let file = demoFile(for: network) else { return SyntheticWeights() }
            return CheckpointWeights(try Checkpoint.open(file.path), provenance: .demo, digests: digests)
        case .official:
            let official = try OfficialFile.file(for: network)
            guard let file = officialFile(for: official) else {
                throw unavailable(network, official, in: cache)
            }
            return CheckpointWeights(
                try Checkpoint.open(file.path), provenance: .official, name: Self.name(official, at: file),
                digests: digests)
        case .path(let path):
            return CheckpointWeights(try Checkpoint.open(try resolve(path, for: network)), digests: digests)
        }
    }

    /// The file or folder to open for `network` at a place that a person named.
    ///
    /// A folder may be the cache of another program, a diffusers pipeline, or one component of it.
    public func resolve(_ path: String, for network: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CheckpointError.absent(path: path)
        }
        guard isFolder.boolValue else { return path }
        let folder = URL(fileURLWithPath: path, isDirectory: true)
        guard let official = try? OfficialFile.file(for: network) else { return path }
        guard let file = Self.candidates(official, in: folder).first(where: Self.isFile) else {
            throw unavailable(network, official, in: folder)
        }
        return file.path
    }

    /// Where a published file is, if it is in one of the caches; a person's own copy comes first.
    public func officialFile(for file: OfficialFile) -> URL? {
        Self.candidates(file, in: cache).first(where: Self.isFile)
            ?? ([file.origin] + file.mirrors).lazy.compactMap(hubFile).first
    }

    /// The file in the hub's cache, at the commit which that knows.
    private func hubFile(_ origin: FileOrigin) -> URL? {
        guard case .hub(let file) = origin, let commit = hub.commit(file) else { return nil }
        let link = hub.snapshot(file, commit: commit)
        return Self.isFile(link) ? link : nil
    }

    /// The same weights have the same name wherever they are kept.
    private static func name(_ file: OfficialFile, at place: URL) -> String? {
        guard file.isComponent, file.fileNames.contains(place.lastPathComponent) else { return nil }
        return file.location
    }

    /// The embedded weights of `network`, if this package has any.
    public func demoFile(for network: String) -> URL? {
        let file = demoFolder?.appendingPathComponent("\(network).safetensors")
        return file.flatMap { Self.isFile($0) ? $0 : nil }
    }

    /// Places where `file` can be below `folder`: its full location, or any end of it.
    private static func candidates(_ file: OfficialFile, in folder: URL) -> [URL] {
        let parts = file.location.split(separator: "/").map(String.init)
        let isWeights = file.isComponent && file.isCheckpoint
        let names = isWeights ? file.fileNames + Checkpoint.componentFileNames : file.fileNames
        // Configurations are called alike in every component, so theirs needs its folder.
        let starts = file.isComponent && !file.isCheckpoint ? parts.indices.dropLast() : parts.indices
        return starts.flatMap { first in
            let parent = parts[first..<parts.count - 1].reduce(folder) { $0.appendingPathComponent($1) }
            return names.map { parent.appendingPathComponent($0) }
        }
    }

    private static func isFile(_ url: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    private func unavailable(_ network: String, _ file: OfficialFile, in folder: URL) -> CheckpointError {
        let inside =
            folder == cache
            ? file.location : file.location.split(separator: "/").suffix(2).joined(separator: "/")
        var searched = [folder.appendingPathComponent(inside).path]
        if folder == cache, case .hub(let published) = file.origin {
            searched.append(hub.repository(published).path)
        }
        return CheckpointError.unavailable(
            network: network, searched: searched, name: file.fetchName, source: file.source,
            licence: file.licence)
    }
}
