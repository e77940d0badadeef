import Tensor
import Testing

/// Masks at their limits; ordinary ones are cases of the kernel table.
@Suite struct AttentionBiasTests {
    static let tiers = KernelTier.allCases.filter { $0 <= KernelTier.best }

    private func tokens(_ shape: [Int], step: Float) -> Tensor {
        let result = Tensor(shape)
        result.withElements { for index in $0.indices { $0[index] = Float(index % 13) * step - 1 } }
        return result
    }

    /// Result `[1, 4, 8]` of four queries over `keys` keys, the second query seeing only those that `visible` names.
    private func attended(keys: Int, hidden: Float, visible: (Int) -> Bool) -> (
        result: Tensor, values: Tensor
    ) {
        let (queries, memory) = (tokens([1, 4, 8], step: 0.3), tokens([1, keys, 8], step: 0.2))
        let table = Tensor([1, 1, 4, keys])
        table.withElements { elements in
            for index in elements.indices {
                elements[index] = index / keys == 1 && !visible(index % keys) ? hidden : 0
            }
        }
        let result = attention(
            TokenColumns(queries),
            [KeyValueSegment(keys: TokenColumns(memory), values: TokenColumns(memory))],
            heads: 1, bias: AttentionBias(table))
        return (result, memory)
    }

    @Test(arguments: tiers)
    func aQueryThatSeesOneKeyGetsItsValue(_ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 2, tier: tier)) {
            for hidden in [-Float.infinity, -1e9, -Float.greatestFiniteMagnitude / 2] {
                let (result, values) = attended(keys: 700, hidden: hidden) { $0 == 601 }
                #expect(result.values[8..<16].elementsEqual(values.values[601 * 8..<602 * 8]))
                #expect(result.values.allSatisfy { $0.isFinite })
            }
        }
    }

    @Test(arguments: tiers)
    func aQueryThatSeesNothingGetsZeros(_ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 2, tier: tier)) {
            let (result, _) = attended(keys: 300, hidden: -.infinity) { _ in false }
            #expect(result.values[8..<16].allSatisfy { $0 == 0 })
            #expect(result.values[..<8].contains { $0 != 0 })
            #expect(result.values.allSatisfy { $0.isFinite })
        }
    }

    @Test(arguments: tiers)
    func aBiasOfZeroChangesNothing(_ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 2, tier: tier)) {
            let (result, values) = attended(keys: 300, hidden: 0) { _ in true }
            let plain = attention(
                TokenColumns(tokens([1, 4, 8], step: 0.3)),
                [KeyValueSegment(keys: TokenColumns(values), values: TokenColumns(values))], heads: 1)
            #expect(result.values.elementsEqual(plain.values))
        }
    }
}
