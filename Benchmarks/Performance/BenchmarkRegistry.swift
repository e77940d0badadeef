/// Every benchmark, in the order of the table.
enum BenchmarkRegistry {
    static let all: [BenchmarkCase] = KernelBenchmarks.all + compared + MediaBenchmarks.all

    private static let compared = ComparedWork.all.map { work in
        BenchmarkCase(
            name: work.title, shape: work.shape, operations: work.operations, isSlow: work.isSlow
        ) {
            let forward = try work.prepare()
            return { _ = try forward() }
        }
    }
}
