import Foundation

/// Finds the weights that were asked for: in the cache, at a path, among the embedded ones, or out of names.
public struct WeightLocator: Sendable {
    /// Where published files are kept.
    public let cache: URL
    /// Folder of the embedded weights, one `NETWORK.safetensors` each.
    public let demoFolder: URL?
    private let digests: DigestCache

    /// - Parameter environment: `I2VBENCH_CACHE` names the cache; without it, `XDG_CACHE_HOME` and then
    ///   `home` contain it.
    /// - Parameter home: the user's home folder.
    public init(environment: [String: String], home: URL, demoFolder: URL? = nil) {
        func folder(_ name: String) -> URL? {
            environment[name].flatMap { $0.isEmpty ? nil : URL(fileURLWithPath: $0, isDirectory: true) }
        }
        let general = folder("XDG_CACHE_HOME") ?? home.appendingPathComponent(".cache", isDirectory: true)
        cache =
            folder("I2VBENCH_CACHE") ?? general.appendingPathComponent("i2vbench/weights", isDirectory: true)
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
            return CheckpointWeights(try Checkpoint.open(file.path), provenance: .official, digests: digests)
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

    /// Where the published file of `network` is, if it is in the cache.
    public func officialFile(for file: OfficialFile) -> URL? {
        Self.candidates(file, in: cache).first(where: Self.isFile)
    }

    /// The embedded weights of `network`, if this package has any.
    public func demoFile(for network: String) -> URL? {
        let file = demoFolder?.appendingPathComponent("\(network).safetensors")
        return file.flatMap { Self.isFile($0) ? $0 : nil }
    }

    /// Places where `file` can be below `folder`: its full location, or any end of it.
    private static func candidates(_ file: OfficialFile, in folder: URL) -> [URL] {
        let parts = file.location.split(separator: "/").map(String.init)
        let names = file.isComponent ? file.fileNames + Checkpoint.componentFileNames : file.fileNames
        return parts.indices.flatMap { first in
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
        return CheckpointError.unavailable(
            network: network, searched: [folder.appendingPathComponent(inside).path], source: file.source,
            licence: file.licence)
    }
}
