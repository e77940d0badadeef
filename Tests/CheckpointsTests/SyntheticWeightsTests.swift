import Checkpoints
import Tensor
import Testing

/// Numbers printed by `python parity/synthetic.py` and by its functions, with nine digits.
@Suite("Synthetic weights")
struct SyntheticWeightsTests {
    @Test func unitFollowsTheGenerator() {
        let unit = SyntheticWeights.unit("conv1.weight", shape: [4])
        #expect(unit.values == [0.0901498795, 0.490323424, -0.954156637, 0.472395539])
    }

    @Test(
        arguments: [
            (
                "conv1.weight", [2, 3, 1, 1], "",
                [0.127491176, 0.693422019, -1.34938121, 0.668068171, -0.369533628, 1.31316221]
            ),
            ("bn.running_var", [3], "", [1.18082952, 0.932000756, 0.819143176]),
            ("bn.running_mean", [3], "", [0.084709242, 0.0302364118, 0.0887889192]),
            ("a.weight", [2, 2], "x", [-0.888917983, -0.52595216, 1.08902037, 0.149200723]),
            ("ln.weight", [2], "", [1.01723754, 0.983956754]),
            ("ln.bias", [2], "", [-0.025564326, 0.0508423708]),
            ("naïve.視", [1, 3], "", [0.675884128, 0.936260939, -0.753334284]),
            ("alpha", [], "", [-0.0856818184]),
        ] as [(String, [Int], String, [Float])])
    func weightsFollowTheirNames(_ name: String, shape: [Int], salt: String, expected: [Float]) {
        let weights = SyntheticWeights(salt: salt)
        #expect(weights.tensor(name, shape: shape).values == expected)
        #expect(weights.tensor(name, shape: shape).shape == shape)
    }

    @Test func resultsDoNotDependOnThreads() {
        let shape = [300, 1000]
        let one = Compute.$current.withValue(Compute(threads: 1)) {
            SyntheticWeights().tensor("many", shape: shape).values
        }
        #expect(one == SyntheticWeights().tensor("many", shape: shape).values)
    }

    @Test func saltNamesTheWeights() {
        #expect(SyntheticWeights().identity.name == "synthetic")
        #expect(SyntheticWeights(salt: "b").identity.name == "synthetic:b")
        #expect(SyntheticWeights().identity.sha256 != SyntheticWeights(salt: "b").identity.sha256)
        #expect(SyntheticWeights().identity.provenance == .synthetic)
    }
}
