import Tensor
import Testing

@Suite struct LinearTests {
    @Test(arguments: [false, true])
    func theWeightComesBackAsItWasGiven(_ gated: Bool) {
        let weight = Tensor([70, 33], (0..<70 * 33).map(Float.init))
        let linear = Linear(weight: weight, bias: nil, gated: gated)
        #expect(linear.weight.values == weight.values)
    }

    @Test func rowsInAnotherOrderAreTheSameRows() {
        let linear = Linear(weight: Tensor([40, 5], (0..<200).map { Float($0 % 7) - 3 }), bias: nil)
        let (x, order) = (Tensor([3, 4, 5], (0..<60).map { Float($0 % 11) }), [2, 0, 3, 1])
        let residual = Tensor([3, 4, 40], filledWith: 0.5)
        let ordered = Tensor.stacked(
            (0..<3).flatMap { entry in order.map { x.reshaped([12, 5])[entry * 4 + $0..<entry * 4 + $0 + 1] }
            })
        for threads in [1, 2] {
            Compute.$current.withValue(Compute(threads: threads)) {
                let found = linear(x, order: order, activation: .gelu, residual: residual)
                let expected = linear(ordered.reshaped([3, 4, 5]), activation: .gelu, residual: residual)
                #expect(found.shape == [3, 4, 40] && found.values == expected.values)
            }
        }
    }

    @Test func noRowsGiveAnEmptyResult() {
        let linear = Linear(weight: Tensor([4, 3], filledWith: 1), bias: nil)
        #expect(linear(Tensor([0, 3])).shape == [0, 4])
    }
}
