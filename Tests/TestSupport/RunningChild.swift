import Foundation
import Glibc

/// A program that was started and is left running until somebody waits for it. For one thread.
public final class RunningChild {
    private let pid: pid_t
    private var status: Int32?

    /// - Parameters:
    ///   - arguments: the program, by path, and its arguments.
    ///   - environment: added to the environment of the tests, or set in place of it where names are equal.
    ///   - output: file that takes what it prints.
    ///   - errors: file that takes its errors.
    public init(
        _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null",
        errors: String = "/dev/null"
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let create = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, create, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, create, 0o600)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid = pid_t()
        let failure = posix_spawn(&pid, arguments[0], &actions, nil, &argv, &envp)
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
        self.pid = pid
    }

    /// Whether it has not ended yet.
    public func isRunning() throws -> Bool { try collect(WNOHANG) == nil }

    /// Sends a signal; nothing happens to a program that has ended.
    public func send(_ signal: Int32) throws {
        if try isRunning() { kill(pid, signal) }
    }

    /// Waits for the end: the exit code, or minus the signal that ended the program.
    public func wait() throws -> Int32 {
        while true {
            if let status = try collect(0) { return status }
        }
    }

    private func collect(_ options: Int32) throws -> Int32? {
        if let status { return status }
        var state: Int32 = 0
        let answer = waitpid(pid, &state, options)
        guard answer >= 0 || errno == EINTR else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD)
        }
        guard answer == pid else { return nil }
        let signal = state & 0x7f
        status = signal == 0 ? (state >> 8) & 0xff : -signal
        return status
    }
}
