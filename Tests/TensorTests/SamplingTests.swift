import Tensor
import Testing

@Suite struct SamplingTests {
    @Test func paddingRepeatsTheBorderAndIsTakenOffAgain() {
        let x = Tensor([1, 2, 3, 1], [1, 2, 3, 4, 5, 6])
        let padded = x.replicatePadded(Padding2D(top: 1, left: 2, bottom: 2, right: 1))
        #expect(padded.shape == [1, 5, 6, 1])
        let first: [Float] = [1, 1, 1, 2, 3, 3]
        let last: [Float] = [4, 4, 4, 5, 6, 6]
        #expect(padded.values == first + first + last + last + last)
        #expect(padded.cropped(Padding2D(top: 1, left: 2, bottom: 2, right: 1)).values == x.values)
    }

    @Test func paddingToMultiplesPutsTheSmallerHalfFirst() {
        #expect(
            Padding2D.toMultiples(of: 8, height: 130, width: 149)
                == Padding2D(top: 3, left: 1, bottom: 3, right: 2))
        #expect(Padding2D.toMultiples(of: 16, height: 32, width: 16) == .all(0))
    }

    @Test(arguments: KernelTier.allCases.filter { $0 <= KernelTier.best })
    func placesThatAreNoNumbersGiveNoNumbers(_ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 1, tier: tier)) {
            let x = Tensor([1, 4, 4, 3], filledWith: 1)
            let flow = Tensor([1, 4, 4, 2], filledWith: 0)
            flow.pointer[10] = .nan
            let warped = x.warped(by: flow)
            #expect((0..<3).allSatisfy { warped.pointer[5 * 3 + $0].isNaN })
            #expect(warped.values.count { $0.isNaN } == 3)
            let pyramid = CorrelationPyramid(queries: x, targets: x, levels: 2, scale: 1)
            let lookup = pyramid.lookup(flow, radius: 2)
            let rows = (0..<16).map { query in
                lookup.values[query * 50..<(query + 1) * 50].count { $0.isNaN }
            }
            #expect(rows[5] == 50 && rows.reduce(0, +) == 50)
        }
    }

    @Test(arguments: KernelTier.allCases.filter { $0 <= KernelTier.best })
    func placesFarOutsideAreClampedOrZero(_ tier: KernelTier) {
        Compute.$current.withValue(Compute(threads: 1, tier: tier)) {
            let x = Tensor([1, 4, 4, 1], (0..<16).map(Float.init))
            for (value, corner) in [(Float(1e30), Float(15)), (-1e30, 0), (.infinity, 15)] {
                let flow = Tensor([1, 4, 4, 2], filledWith: value)
                #expect(x.warped(by: flow).values.allSatisfy { $0 == corner })
                let pyramid = CorrelationPyramid(queries: x, targets: x, levels: 1, scale: 1)
                #expect(pyramid.lookup(flow, radius: 1).values.allSatisfy { $0 == 0 })
            }
        }
    }

    @Test func columnsAreJoinedAndOverwritten() {
        let joined = Tensor.joined([
            Tensor([2, 1], [1, 2]), Tensor([2, 2], [3, 4, 5, 6]), Tensor([2, 1], [7, 8]),
        ])
        #expect(joined.values == [1, 3, 4, 7, 2, 5, 6, 8])
        joined.overwriteColumns(from: 1, with: Tensor([2, 2], [9, 10, 11, 12]))
        #expect(joined.values == [1, 9, 10, 7, 2, 11, 12, 8])
    }
}
