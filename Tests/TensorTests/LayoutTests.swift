import Tensor
import Testing

@Suite struct LayoutTests {
    private static let orders = [
        [0, 1, 2, 3], [0, 3, 1, 2], [0, 2, 3, 1], [3, 2, 1, 0], [1, 0, 2, 3], [2, 3, 0, 1], [0, 1, 3, 2],
        [1, 3, 2, 0],
    ]

    @Test(arguments: orders, KernelTier.allCases.filter { $0 <= KernelTier.best })
    func transposingPutsEveryElementInItsPlace(_ order: [Int], _ tier: KernelTier) {
        let shape = [3, 18, 5, 35]
        let x = Tensor(shape, (0..<shape.reduce(1, *)).map(Float.init))
        let y = Compute.$current.withValue(Compute(threads: 2, tier: tier)) { x.transposed(order) }
        #expect(y.shape == order.map { shape[$0] })
        var index = 0
        for a in 0..<y.shape[0] {
            for b in 0..<y.shape[1] {
                for c in 0..<y.shape[2] {
                    for d in 0..<y.shape[3] {
                        var place = [0, 0, 0, 0]
                        for (axis, value) in zip(order, [a, b, c, d]) { place[axis] = value }
                        let source = ((place[0] * 18 + place[1]) * 5 + place[2]) * 35 + place[3]
                        guard y.pointer[index] == Float(source) else {
                            Issue.record("\(order): element \(index) is \(y.pointer[index]), not \(source)")
                            return
                        }
                        index += 1
                    }
                }
            }
        }
    }

    @Test func fewAxes() {
        #expect(Tensor([3], [1, 2, 3]).transposed([0]).values == [1, 2, 3])
        #expect(Tensor([2, 3], [1, 2, 3, 4, 5, 6]).transposed([1, 0]).values == [1, 4, 2, 5, 3, 6])
        #expect(Tensor([0, 3]).transposed([1, 0]).shape == [3, 0])
    }

    @Test func joinedRowsLieSideBySide() {
        let joined = Tensor.joined(Tensor([2, 2], [1, 2, 3, 4]), Tensor([2, 1], [5, 6]))
        #expect(joined.values == [1, 2, 5, 3, 4, 6])
    }

    @Test func nearestResizeRepeatsPixels() {
        let x = Tensor([1, 2, 2, 1], [1, 2, 3, 4])
        #expect(
            x.resizedNearest(height: 4, width: 4).values == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4])
        #expect(x.resizedNearest(height: 1, width: 3).values == [1, 1, 2])
    }
}
