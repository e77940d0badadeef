import Foundation
import Tensor
import Testing

/// Linear layers in bfloat16, where the processor has the instruction.
@Suite(.enabled(if: KernelTier.hasBFloat16)) struct BFloat16Tests {
    private func layer(_ depth: Int, _ columns: Int, gated: Bool) -> (Linear, Tensor) {
        let weight = Tensor([columns, depth], (0..<columns * depth).map { sinf(Float($0) * 0.71) / 8 })
        let x = Tensor([131, depth], (0..<131 * depth).map { cosf(Float($0) * 0.37) })
        return (Linear(weight: weight, bias: Tensor([columns], filledWith: 0.1), gated: gated), x)
    }

    @Test(arguments: [(45, 70, false), (64, 96, true), (1, 33, false)])
    func productsAreCloseToFloat32(_ depth: Int, _ columns: Int, _ gated: Bool) {
        let (linear, x) = layer(depth, columns, gated: gated)
        let exact = linear(x).values
        let rounded = Compute.$current.withValue(Compute(precision: .bfloat16)) { linear(x).values }
        let error = zip(exact, rounded).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let energy = exact.reduce(0) { $0 + $1 * $1 }
        #expect((error / energy).squareRoot() < (gated ? 1e-2 : 5e-3))
        #expect(exact != rounded)
    }

    /// Factors that bfloat16 holds exactly give the Float32 result.
    @Test func exactFactorsGiveExactProducts() {
        let weight = Tensor([40, 37], (0..<40 * 37).map { Float($0 % 7 - 3) / 4 })
        let x = Tensor([30, 37], (0..<30 * 37).map { Float($0 % 11 - 5) / 2 })
        let linear = Linear(weight: weight, bias: nil)
        let exact = linear(x).values
        let rounded = Compute.$current.withValue(Compute(precision: .bfloat16)) { linear(x).values }
        #expect(rounded == exact)
    }

    @Test func threadsDoNotChangeABit() {
        let (linear, x) = layer(320, 256, gated: true)
        let results = [1, 2, 3].map { threads in
            Compute.$current.withValue(Compute(threads: threads, precision: .bfloat16)) { linear(x).values }
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }
}

@Suite struct ComputeTests {
    @Test func aSettingThatTheMachineLacksIsRefusedInWords() throws {
        #expect(throws: Never.self) { try Compute().checked() }
        let portable = Compute(precision: .bfloat16, tier: .portable)
        #expect(throws: ComputeError.self) { try portable.checked() }
        let text = "\(ComputeError.precisionUnavailable(.bfloat16, needs: "AVX512_BF16", bestTier: .avx2))"
        #expect(text.contains("bf16") && text.contains("AVX512_BF16") && text.contains("fp32"))
    }
}
