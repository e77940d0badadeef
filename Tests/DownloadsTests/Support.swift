import Checkpoints
import Downloads
import Foundation
import Hashing
import Synchronization
import Tensor
import TestSupport

/// Caches of their own in a folder that goes away with the test.
final class Machine {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "i2vbench \(UUID().uuidString)")
    var environment: [String: String]

    init(_ environment: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.environment = [
            "I2VBENCH_CACHE": folder.appendingPathComponent("weights").path,
            "HF_HOME": folder.appendingPathComponent("hf").path,
        ].merging(environment) { $1 }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    var locator: WeightLocator { WeightLocator(environment: environment, home: folder) }

    /// Settings that wait as good as nothing.
    func settings() throws -> DownloadSettings {
        var settings = try DownloadSettings(environment: environment, hub: locator.hub)
        settings.retry.firstDelay = 0.01
        settings.retry.longestDelay = 0.05
        settings.stallSeconds = 2
        return settings
    }

    func fetch(
        _ file: OfficialFile, again: Bool = false, settings: DownloadSettings? = nil,
        report: @escaping (DownloadEvent) -> Void = { _ in }
    ) throws -> FetchedFile {
        try WeightFetcher(
            locator: locator, settings: try settings ?? self.settings(), report: report
        ).fetch(file, again: again)
    }

    /// Every file and link below the folder, with where links lead.
    func tree() -> [String] {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return paths.compactMap { name -> String? in
            let place = path(name)
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) {
                return "\(name) -> \(target)"
            }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
            return isFolder.boolValue ? nil : name
        }.sorted()
    }

    /// What is there besides locks.
    var files: [String] { tree().filter { !$0.contains(".locks/") } }
}

/// Bytes that come and go over the wire.
enum Payload {
    /// A checkpoint of about `count` floats.
    static func checkpoint(_ count: Int = 4, seed: Float = 0) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: path) }
        let values = (0..<count).map { Float($0) * 0.5 + seed }
        try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([count], values))], to: path.path)
        return [UInt8](try Data(contentsOf: path))
    }

    static func sha256(_ bytes: [UInt8]) -> String { SHA256.hex(of: bytes) }
}

extension OfficialFile {
    /// A file of weights at a plain address.
    static func web(
        _ url: String, sha256: String? = nil, size: Int? = nil, mirrors: [FileOrigin] = [],
        member: String? = nil
    ) -> OfficialFile {
        OfficialFile(
            id: "probe", networks: ["probe"], location: "probe.safetensors", origin: .web(url),
            member: member, mirrors: mirrors, licence: "MIT", size: size, sha256: sha256,
            citation: "Nobody 2024")
    }

    /// A file of a repository on the hub.
    static func hub(
        _ path: String, repository: String = "Lab/Model", kind: HubFile.Kind = .model,
        revision: String = "main"
    ) -> OfficialFile {
        OfficialFile(
            id: "hub_" + path.replacing("/", with: "_").replacing(".", with: "_"), networks: [],
            location: "Model/\(path)",
            origin: .hub(HubFile(repository, kind: kind, path, revision: revision)),
            licence: "MIT", citation: "Nobody 2024")
    }
}

/// Answers requests one after the other, the last answer for all that follow.
final class Script: Sendable {
    typealias Step = @Sendable (LoopbackServer.Request) -> LoopbackServer.Response

    private let steps: [Step]
    private let position = Mutex(0)

    init(_ steps: [Step]) { self.steps = steps }

    func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Response {
        let index = position.withLock { position in
            defer { position += 1 }
            return min(position, steps.count - 1)
        }
        return steps[index](request)
    }
}

/// A hub with one repository: small files come from it, large ones from another server as on the real one.
final class FakeHub: Sendable {
    static let commit = "0123456789abcdef0123456789abcdef01234567"

    let server: LoopbackServer
    let storage: LoopbackServer

    /// - Parameters:
    ///   - small: files under git's blob names.
    ///   - large: files under their SHA-256, kept on `storage`.
    ///   - token: without it, nothing is given.
    ///   - wrong: whether other bytes come than the hub announces.
    init(
        small: [String: [UInt8]] = [:], large: [String: [UInt8]] = [:], prefix: String = "/Lab/Model",
        token: String? = nil, wrong: Bool = false
    ) throws {
        let bytes = Dictionary(uniqueKeysWithValues: large.values.map { (Payload.sha256($0), $0) })
        let storage = try LoopbackServer { request in
            let name =
                request.target.split(separator: "?")[0].split(separator: "/").last.map(String.init) ?? ""
            guard let found = bytes[name] else { return .init(404) }
            return .file(wrong ? found.map { $0 ^ 1 } : found, for: request, etag: "storage-\(name)")
        }
        let storageAddress = storage.address
        self.storage = storage
        server = try LoopbackServer { request in
            if let token, request.headers["authorization"] != "Bearer \(token)" { return .init(403) }
            let parts = request.target.split(separator: "/resolve/", maxSplits: 1).map(String.init)
            guard parts.count == 2, parts[0] == prefix, let slash = parts[1].firstIndex(of: "/") else {
                return .init(404)
            }
            let path = String(parts[1][parts[1].index(after: slash)...])
            let commit = ("X-Repo-Commit", Self.commit)
            if let found = small[path] {
                let etag = Self.gitBlob(found)
                var answer = LoopbackServer.Response.file(found, for: request, etag: etag)
                answer.headers.append(commit)
                return answer
            }
            guard let found = large[path] else { return .init(404) }
            let name = Payload.sha256(found)
            return .init(
                302,
                [
                    commit, ("X-Linked-Etag", "\"\(name)\""), ("X-Linked-Size", "\(found.count)"),
                    ("ETag", "\"something-else\""),
                    ("Location", "\(storageAddress)/blobs/\(name)?signature=secret"),
                ])
        }
    }

    static func gitBlob(_ bytes: [UInt8]) -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
        return (try? GitBlobID.hex(ofFile: path)) ?? ""
    }
}
