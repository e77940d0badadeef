import Foundation
import TestSupport

/// The built `i2vbench`, run as a process.
enum Tool {
    /// Beside the test bundle, where the package manager puts it.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("i2vbench").path
    }()

    /// Runs to the end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess.run([path] + arguments, environment: environment)
    }

    /// Starts and leaves running.
    static func start(_ arguments: [String]) throws -> RunningChild { try RunningChild([path] + arguments) }

    /// Starts, waits for a moment, sends a signal, and gives the status at the end. On a busy machine the program may
    /// be done before the moment was seen; then all begins again after `reset`.
    static func stop(
        _ arguments: [String], with signal: Int32, once hasCome: () throws -> Bool, reset: () throws -> Void
    ) throws -> Int32 {
        for _ in 0..<10 {
            let child = try start(arguments)
            while try child.isRunning(), try !hasCome() { Thread.sleep(forTimeInterval: 0.005) }
            try child.send(signal)
            let status = try child.wait()
            if status != 0 { return status }
            try reset()
        }
        return 0
    }
}

/// A folder that is removed with the value; its name has a space.
final class Workspace: Sendable {
    let folder: String

    init() throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).path + "/i2vbench cli " + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }
}
