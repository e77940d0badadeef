import CKernels
import Dispatch
import Tensor

/// Multiply-adds per second that registers alone allow: the mark that kernels are measured against.
struct MachinePeak: Codable {
    /// GFLOP/s of one thread, and of all threads of the benchmark together.
    let oneThread: Double
    let allThreads: Double

    static func measured() -> MachinePeak {
        let threads = Compute.current.threads
        return MachinePeak(oneThread: rate(threads: 1), allThreads: rate(threads: threads))
    }

    /// The best of several short runs, since other work on the machine can only slow one down.
    private static func rate(threads: Int) -> Double {
        let tier = Compute.current.tier.rawValue
        let rounds = tier == KernelTier.portable.rawValue ? 400_000 : 2_000_000
        var best = 0.0
        for _ in 0..<8 {
            let start = DispatchTime.now().uptimeNanoseconds
            Compute.$current.withValue(Compute(threads: threads)) {
                Parallel.forEach(threads) { _ in
                    var sink: Float = 0
                    _ = ck_peak(tier, rounds, &sink)
                }
            }
            let elapsed = Double(DispatchTime.now().uptimeNanoseconds - start)
            var sink: Float = 0
            best = max(best, ck_peak(tier, 1, &sink) * Double(rounds * threads) / elapsed)
        }
        return best
    }
}
