import Generators
import Tensor
import TestSupport
import Testing

@Suite struct InitialNoiseTests {
    static let video = [2, 6, 4, 6, 4]

    @Test(arguments: [
        ("pyoco_mixed_1.0", InitialNoise.mixed, 1.0, Float(3e-6)), ("pyoco_mixed_1.5", .mixed, 1.5, 3e-6),
        ("pyoco_progressive_1.0", .progressive, 1.0, 4e-6), ("vanilla_1.0", .vanilla, 1.0, 2e-6),
    ])
    func matchesReference(name: String, noise: InitialNoise, alpha: Double, tolerance: Float) throws {
        let first = draw("pyoco/first", [2, 4, 6, 4, 6]).values
        let individual = draw("pyoco/ind", [2, 4, 6, 4, 6]).values
        let draws =
            switch noise {
            case .mixed: [draw("pyoco/base", [2, 4, 1, 4, 6]).values, individual]
            case .progressive: [first, individual]
            case .vanilla: [first]
            }
        var source = InjectedNormals(draws)
        let result = try noise.draw(shape: Self.video, alpha: alpha, from: &source)
        let golden = try GoldenFile(fixture: "pyoco.safetensors").tensor(name)
        let closeness = Closeness(name, result.channelsFirst, golden, tolerance: tolerance)
        #expect(closeness.holds, "\(closeness)")
        #expect(source.remaining == 0)
    }

    @Test func framesOfMixedNoiseCorrelateAsAlphaSays() throws {
        var source = TorchNormalSource(seed: 1)
        let noise = try InitialNoise.mixed.draw(shape: [1, 2, 64, 64, 4], alpha: 1.5, from: &source)
        let (values, half) = (noise.values, noise.count / 2)
        let product = (0..<half).reduce(0.0) { $0 + Double(values[$1]) * Double(values[half + $1]) }
        #expect(abs(product / Double(half) - 1.5 * 1.5 / (1 + 1.5 * 1.5)) < 0.03)
    }
}
