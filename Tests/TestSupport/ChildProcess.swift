import Foundation
import Glibc

/// Runs a program to its end and keeps what it printed.
///
/// Straight on `posix_spawn` and `waitpid`: Foundation's `Process` can miss the end of a child when several threads
/// start children at once, as parallel tests do.
public struct ChildProcess: Sendable {
    /// The exit code, or minus the signal that ended the program.
    public let status: Int32
    public let output: String
    public let errors: String

    /// - Parameters:
    ///   - arguments: the program, by path, and its arguments.
    ///   - environment: added to the environment of the tests, or set in place of it where names are equal.
    public static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> ChildProcess
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "child-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("output")
        let errors = folder.appendingPathComponent("errors")
        let child = try RunningChild(
            arguments, environment: environment, output: output.path, errors: errors.path)
        return ChildProcess(
            status: try child.wait(), output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
