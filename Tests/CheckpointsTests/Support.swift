import Checkpoints
import Foundation
import Tensor
import Testing

/// Files of this target's `Fixtures` folder.
enum Fixtures {
    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)").path
    }

    static func names(in folder: String = "") throws -> [String] {
        let path = try path(folder)
        return try FileManager.default.contentsOfDirectory(atPath: path).filter {
            let suffix = $0.split(separator: ".").last.map(String.init) ?? ""
            return ["pth", "pt", "pkl", "npz", "npy", "safetensors"].contains(suffix)
        }.sorted().map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }
}

/// A folder that goes away with the object.
final class ScratchFolder {
    let url: URL

    /// - Parameter inMemory: for tests that write thousands of files, which a disk would make wait.
    init(inMemory: Bool = false) throws {
        let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
        let usesMemory = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
        let parent = usesMemory ? memory : FileManager.default.temporaryDirectory
        url = parent.appendingPathComponent("checkpoints-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, as name: String) throws -> String {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }
}

/// Opens, verifies and reads every tensor.
func readEverything(_ path: String) throws -> [String: RawTensor] {
    let checkpoint = try Checkpoint.open(path)
    try checkpoint.verify()
    return try checkpoint.rawTensors()
}

/// The error that opening and reading `path` ends with.
func failure(_ path: String) -> CheckpointError? {
    do {
        _ = try readEverything(path)
        return nil
    } catch {
        return error as? CheckpointError
    }
}

/// A pickle of protocol 2 whose body is given byte by byte.
func pickle(_ body: String, _ more: [UInt8] = []) -> [UInt8] { [0x80, 2] + Array(body.utf8) + more + [0x2E] }
