/// Every benchmark, in the order of the table.
enum BenchmarkRegistry {
    static let all: [BenchmarkCase] = KernelBenchmarks.all
}
