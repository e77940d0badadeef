import Statistics
import Tensor
import Testing

@Suite struct ThreadTests {
    private struct Results: Equatable {
        var distance: FrechetDistance
        var jackknife: JackknifeEstimate
        var curve: ExtrapolationCurve
        var kernel: KernelDistance
        var subsets: SubsetKernelDistance
        var coverage: PrecisionRecall

        init(threads: Int) throws {
            let (one, other) = (
                StatisticsGoldens.first("threads", 700, 90), StatisticsGoldens.second("threads", 300, 90)
            )
            self = try Compute.$current.withValue(Compute(threads: threads)) {
                let reference = try FittedGaussian(other, divisor: .count)
                return try Results(
                    distance: FrechetDistance(FittedGaussian(one, divisor: .count), reference),
                    jackknife: BlockJackknife().frechet(one, against: reference, divisor: .count),
                    curve: SizeExtrapolation().frechet(one, against: reference, divisor: .count),
                    kernel: KernelDistance(one, other),
                    subsets: SubsetKernelDistance(one, other, subsets: 7, size: 200),
                    coverage: PrecisionRecall(generated: one, real: other))
            }
        }

        init(
            distance: FrechetDistance, jackknife: JackknifeEstimate, curve: ExtrapolationCurve,
            kernel: KernelDistance, subsets: SubsetKernelDistance, coverage: PrecisionRecall
        ) {
            (self.distance, self.jackknife, self.curve) = (distance, jackknife, curve)
            (self.kernel, self.subsets, self.coverage) = (kernel, subsets, coverage)
        }
    }

    /// To the last bit.
    @Test func numbersDoNotDependOnThreads() throws {
        let alone = try Results(threads: 1)
        for threads in [2, 5] { #expect(try Results(threads: threads) == alone) }
    }
}
