import Tensor
import Testing

@Suite struct LinearTests {
    @Test(arguments: [false, true])
    func theWeightComesBackAsItWasGiven(_ gated: Bool) {
        let weight = Tensor([70, 33], (0..<70 * 33).map(Float.init))
        let linear = Linear(weight: weight, bias: nil, gated: gated)
        #expect(linear.weight.values == weight.values)
    }

    @Test func noRowsGiveAnEmptyResult() {
        let linear = Linear(weight: Tensor([4, 3], filledWith: 1), bias: nil)
        #expect(linear(Tensor([0, 3])).shape == [0, 4])
    }
}
