import Dispatch
import Tensor

/// Times of one benchmark.
struct Measurement: Codable {
    let name: String
    let shape: String
    let operations: Double
    let bytes: Double
    /// Milliseconds of every run.
    let samples: [Double]
    /// Blocks of tensor memory that all measured runs together had to ask of the system; 0 in a steady state.
    let allocations: Int

    var median: Double {
        let sorted = samples.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    var fastest: Double { samples.min() ?? 0 }

    /// GFLOP/s of the median run; nil where operations are not what limits.
    var rate: Double? { operations > 0 ? operations / median / 1e6 : nil }

    /// GB/s of the median run.
    var bandwidth: Double? { bytes > 0 ? bytes / median / 1e6 : nil }

    /// Runs a case once unmeasured, then until `seconds` have passed, at least `minimumRuns` times.
    static func of(_ item: BenchmarkCase, seconds: Double, minimumRuns: Int) throws -> Measurement {
        let work = try item.prepare()
        try work()
        var samples: [Double] = []
        let allocations = MemoryPool.shared.counts.allocations
        let begin = DispatchTime.now().uptimeNanoseconds
        while samples.count < minimumRuns
            || Double(DispatchTime.now().uptimeNanoseconds - begin) < seconds * 1e9
        {
            let start = DispatchTime.now().uptimeNanoseconds
            try work()
            samples.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
        }
        return Measurement(
            name: item.name, shape: item.shape, operations: item.operations, bytes: item.bytes,
            samples: samples,
            allocations: MemoryPool.shared.counts.allocations - allocations)
    }
}
