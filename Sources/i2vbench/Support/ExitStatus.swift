import ArgumentParser
import Tensor

/// How the process ends.
enum ExitStatus: Int32, Sendable {
    /// Everything asked for was done.
    case success = 0
    /// Something failed that no other code describes.
    case failure = 1
    /// Some samples or metrics could not be computed; the rest was.
    case partial = 2
    /// The command line was not understood.
    case usage = 64
    /// An input is not what it should be.
    case badData = 65
    /// A checkpoint that is needed is not on this machine.
    case weightsUnavailable = 69
    /// Ctrl-C; the state was saved.
    case interrupted = 130

    /// Thrown by a command to end with this status without another message.
    var exit: ExitCode { ExitCode(rawValue) }

    /// The code for an error that left a command. One place decides for all of them.
    static func code(for error: any Error) -> Int32 {
        switch error {
        case let error as any UserFacingError: error.exitCode
        case is CancellationError: interrupted.rawValue
        default: I2VBench.exitCode(for: error).rawValue
        }
    }
}
