import Foundation

/// The built `i2vbench`, run as a process.
struct Tool {
    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Beside the test bundle, where the package manager puts it.
    static let path: String = {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appendingPathComponent("i2vbench").path
    }()

    /// Runs to the end.
    static func run(_ arguments: [String], environment: [String: String] = [:], in folder: String? = nil)
        throws
        -> Result
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        return try finish(process, environment: environment, in: folder)
    }

    /// Runs a prepared process to the end.
    static func finish(_ process: Process, environment: [String: String] = [:], in folder: String? = nil)
        throws
        -> Result
    {
        let (output, errors) = (try Capture(), try Capture())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardOutput = output.handle
        process.standardError = errors.handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return Result(status: status(process), output: try output.text(), errors: try errors.text())
    }

    /// Starts and leaves running.
    static func start(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// The exit code, or minus the signal that ended the process.
    static func status(_ process: Process) -> Int32 {
        process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
    }
}

/// A file that takes what a process prints; pipes would stall once full.
private final class Capture {
    let path = NSTemporaryDirectory() + "/i2vbench-capture-" + UUID().uuidString
    let handle: FileHandle

    init() throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text() throws -> String {
        try handle.close()
        return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
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
