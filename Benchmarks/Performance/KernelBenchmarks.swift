import KernelCases
import Tensor

/// The large shapes of the kernel table; the small ones are there for the tests.
enum KernelBenchmarks {
    static let all: [BenchmarkCase] = KernelTable.measured.map { item in
        BenchmarkCase(
            name: item.name, shape: item.shape, operations: item.operations, bytes: item.bytes,
            isSlow: item.operations > 2e10
        ) {
            let work = item.prepare()
            return { _ = work.run(0..<work.batch) }
        }
    }
}
