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

        let pid = try spawn(
            arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
            output: output.path, errors: errors.path)
        let status = try wait(for: pid)
        return ChildProcess(
            status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    private static func spawn(
        _ arguments: [String], environment: [String: String], output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, create, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, create, 0o600)

        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, arguments[0], &actions, nil, &argv, &envp)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        return pid
    }

    private static func wait(for pid: pid_t) throws -> Int32 {
        var state: Int32 = 0
        while waitpid(pid, &state, 0) < 0 {
            guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
        }
        let signal = state & 0x7f
        return signal == 0 ? (state >> 8) & 0xff : -signal
    }
}
