import ArgumentParser
import Foundation
import Tensor

@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "i2vbench-benchmark", abstract: "Time kernels and networks on this machine.",
        discussion: """
            Rates count the operations of the definition (direct convolution, all arithmetic that is asked for), so \
            that Winograd's convolutions can pass the machine's peak. Times are medians.
            """)

    @Option(help: "Only cases whose name or shape contains this text.")
    var filter: String?

    @Option(help: "Worker threads.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "Arithmetic of linear layers: fp32 or bf16.")
    var precision = Precision.float32

    @Option(help: "Seconds to spend on each case.")
    var seconds = 1.0

    @Flag(help: "Convolve without Winograd's algorithm.")
    var exact = false

    @Flag(help: "Leave out long cases and take fewer runs.")
    var quick = false

    @Flag(help: "Print one JSON object instead of a table.")
    var json = false

    @Option(help: "Serve one network on standard input and output, to be timed in turn with other programs.")
    var worker: String?

    mutating func validate() throws {
        guard threads > 0 else {
            throw ValidationError("--threads \(threads): at least one thread is needed")
        }
    }

    mutating func run() throws {
        let compute = try Compute(threads: threads, precision: precision, allowsWinograd: !exact).checked()
        if let worker { return try Compute.$current.withValue(compute) { try Worker(worker).serve() } }
        let cases = BenchmarkRegistry.all.filter { item in
            (!quick || !item.isSlow) && (filter.map { "\(item.name) \(item.shape)".contains($0) } ?? true)
        }
        guard !cases.isEmpty else { throw ValidationError("no case contains '\(filter ?? "")'") }
        try Compute.$current.withValue(compute) { try measure(cases) }
    }

    private func measure(_ cases: [BenchmarkCase]) throws {
        let peak = MachinePeak.measured()
        let table = BenchmarkTable(peak: peak)
        if !json { print(table.header) }
        var measurements: [Measurement] = []
        for item in cases {
            let measurement = try Measurement.of(
                item, seconds: quick ? min(seconds, 0.3) : seconds, minimumRuns: quick ? 1 : 3)
            if !json { print(table.row(measurement)) }
            measurements.append(measurement)
            // A case's memory is of no use to the next one.
            MemoryPool.shared.trim()
        }
        guard json else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let report = BenchmarkReport(
            threads: threads, precision: precision.rawValue, tier: "\(KernelTier.best)", peak: peak,
            cases: measurements)
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
}

extension Precision: ExpressibleByArgument {}

/// What `--json` prints: times in milliseconds, rates in GFLOP/s.
struct BenchmarkReport: Codable {
    let threads: Int
    let precision: String
    let tier: String
    let peak: MachinePeak
    let cases: [Measurement]
}
