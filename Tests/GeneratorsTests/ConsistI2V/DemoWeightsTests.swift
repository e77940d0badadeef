import Checkpoints
import Generators
import Networks
import Tensor
import TestSupport
import Testing

/// The trained weights that come with the package, against what PyTorch makes of the same files.
@Suite struct DemoWeightsTests {
    private static let model = Result { try ConsistI2VModel.demo() }
    private let model: ConsistI2VModel
    private let goldens: GoldenFile

    init() throws {
        model = try Self.model.get()
        goldens = try GoldenFile(fixture: "demo_generator.safetensors")
    }

    private func expect(_ name: String, _ actual: Tensor, tolerance: Float) {
        let closeness = Closeness(name, actual, goldens.tensor(name), tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func weightsSayWhatTheyAre() {
        #expect(model.weights.map(\.provenance) == [.demo, .demo, .demo])
        #expect(Set(model.weights.map(\.sha256)).count == 3)
        #expect(model.isDemoSize)
    }

    @Test func autoencoder() throws {
        let network = try model.autoencoder()
        let moments = network.encodeMoments(goldens.tensor("image").channelsLast)
        expect("moments", moments.channelsFirst, tolerance: 2e-4)
        let (mean, _) = StableDiffusionAutoencoder.split(moments)
        let latents = mean * Float(network.config.scalingFactor)
        expect("decoded", network.decode(latents).channelsFirst, tolerance: 2e-4)
    }

    /// One prompt of words from the toy world's captions, and one with a word from elsewhere.
    @Test func textEncoderReadsPrompts() throws {
        let prompts = [
            "a red ball rolls to the left on green grass", "a zebra rolls to the right on green grass",
        ]
        expect("text", .stacked(try model.embed(prompts)), tolerance: 1e-4)
    }

    @Test func unetPredictsNoise() throws {
        let unet = try model.unet()
        let embeddings = try model.embed(["a red ball rolls to the left on green grass"])
        for (name, conditioning) in [
            ("noise", FirstFrameConditioning()),
            ("noise_input_only", FirstFrameConditioning(spatial: false, temporal: false)),
        ] {
            let predicted = try unet(
                sample: goldens.tensor("sample").channelsLast,
                firstFrame: goldens.tensor("first_frame").channelsLast,
                text: unet.prepare(text: embeddings[0]), timestep: 601, frameStride: 1,
                conditioning: conditioning)
            expect(name, predicted.channelsFirst, tolerance: 2e-4)
        }
    }
}
