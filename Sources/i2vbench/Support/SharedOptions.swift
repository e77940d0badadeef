import ArgumentParser
import Foundation
import Tensor

/// How computations run; the same on every command that runs a network.
struct ComputeOptions: ParsableArguments {
    @Option(help: "Worker threads (default: all processors). Results do not depend on it.")
    var threads: Int?

    @Option(help: "Arithmetic of linear layers: fp32 or bf16 (faster, about 1e-3 relative error).")
    var precision = Precision.float32

    @Flag(help: "Compute 3×3 convolutions directly instead of with Winograd's algorithm.")
    var exact = false

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("--threads must be at least 1, found \(threads).")
        }
    }

    /// The setting for `Compute.$current.withValue`.
    var compute: Compute {
        Compute(
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, precision: precision,
            allowsWinograd: !exact)
    }
}

extension Precision: ExpressibleByArgument {}

/// What a command prints; results go to standard output, everything else to standard error.
struct OutputOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "No progress and no notes on standard error.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "More detail on standard error.")
    var verbose = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
    }

    /// A progress display that fits these options and the terminal.
    func progress(_ title: String, total: Int, doneAtStart: Int = 0) -> ProgressReporter {
        ProgressReporter(
            title, total: total, doneAtStart: doneAtStart, style: ProgressReporter.style(quiet: quiet),
            usesColour: ProgressReporter.wantsColour())
    }

    /// Prints a note on standard error unless quiet.
    func note(_ text: String) {
        guard !quiet else { return }
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
