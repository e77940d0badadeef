import KernelCases
import Tensor
import Testing

/// Every kernel case against its definition, on every instruction set of this machine.
@Suite struct KernelTableTests {
    static let tiers = KernelTier.allCases.filter { $0 <= KernelTier.best }
    static let small = KernelTable.all.filter { !$0.isLarge }

    @Test(arguments: small, tiers)
    func smallCasesMatchTheirDefinition(_ item: KernelCase, _ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 2, tier: tier)) { compare(item, samples: 400) }
    }

    /// Large shapes on the best tier, with as many entries of the batch as keep the test short.
    @Test(arguments: KernelTable.all.filter(\.isLarge))
    func largeCasesMatchTheirDefinition(_ item: KernelCase) {
        Compute.$current.withValue(Compute(threads: 2)) {
            let share = min(1, 4e9 / max(item.operations, 10 * item.bytes))
            compare(item, samples: 40, share: share)
        }
    }

    @Test(arguments: small)
    func exactConvolutionsAreAsCloseAsPlainSums(_ item: KernelCase) {
        guard item.name.hasPrefix("conv") else { return }
        Compute.$current.withValue(Compute(threads: 2, allowsWinograd: false)) {
            compare(item, samples: 400, tolerance: 1e-6)
        }
    }

    @Test(arguments: small, tiers)
    func threadsDoNotChangeABit(_ item: KernelCase, _ tier: KernelTier) {
        let results = [1, 2, 3].map { threads in
            Compute.$current.withValue(Compute(threads: threads, tier: tier)) {
                let work = item.prepare()
                return work.run(0..<work.batch).values
            }
        }
        #expect(
            results[1].elementsEqual(results[0]) && results[2].elementsEqual(results[0]),
            "\(item.description)")
    }

    @Test(arguments: small, tiers)
    func theBatchDoesNotChangeABit(_ item: KernelCase, _ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 2, tier: tier)) {
            let work = item.prepare()
            let whole = work.run(0..<work.batch).values
            let cut = max(1, work.batch / 3)
            let parts = [0..<1, 1..<max(1, cut), max(1, cut)..<work.batch].filter { !$0.isEmpty }
            #expect(parts.flatMap { work.run($0).values }.elementsEqual(whole), "\(item.description)")
        }
    }

    /// Relative RMS error over evenly spread elements.
    private func compare(_ item: KernelCase, samples: Int, share: Double = 1, tolerance: Double? = nil) {
        let work = item.prepare()
        let result = work.run(0..<max(1, Int(Double(work.batch) * share)))
        let step = max(1, result.count / samples)
        var (error, energy) = (0.0, 0.0)
        for index in stride(from: 0, to: result.count, by: step) {
            let expected = work.reference(index)
            error += (Double(result.pointer[index]) - expected) * (Double(result.pointer[index]) - expected)
            energy += expected * expected
        }
        let relative = (error / max(energy, 1e-30)).squareRoot()
        #expect(relative <= tolerance ?? item.tolerance, "\(item.description): relative error \(relative)")
    }
}
