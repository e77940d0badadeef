import ArgumentParser

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "i2vbench-benchmark", abstract: "Time kernels and networks on this machine.")
}
