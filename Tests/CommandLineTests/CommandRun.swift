import Foundation

/// One run of the built `i2vbench` as a process.
struct CommandRun {
    let status: Int32
    let output: String
    let errors: String

    /// - Parameter environment: added to the test's own.
    init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        process.standardInput = FileHandle.nullDevice
        // Both pipes are drained at once: a process that fills one waits until somebody reads it.
        let drain = Drain(errors.fileHandleForReading)
        try process.run()
        self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        self.errors = String(decoding: drain.wait(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }

    /// The executable lies beside the test bundle.
    private static let executable: URL = {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("i2vbench")
    }()

    private final class Drain: @unchecked Sendable {
        private let group = DispatchGroup()
        private var bytes = Data()

        init(_ handle: FileHandle) {
            group.enter()
            Thread.detachNewThread { [self] in
                bytes = handle.readDataToEndOfFile()
                group.leave()
            }
        }

        func wait() -> Data {
            group.wait()
            return bytes
        }
    }
}

/// A folder that goes away with the test.
final class ScratchFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("i2vbench \(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
        return path(name)
    }
}
