import Checkpoints
import Networks
import Tensor
import TestSupport
import Testing

/// The look-back U-Net against a PyTorch implementation written apart from it
/// (`Benchmarks/Performance/torch_reference/lookback.py`) and against diffusers' image model.
@Suite struct LookBackTests {
    /// Goldens with a tolerance beside each.
    private struct Goldens {
        let file: GoldenFile

        init() throws { file = try GoldenFile(path: fixturePath("lookback_unet.safetensors")) }

        func compare(_ name: String, _ actual: Tensor, with other: String? = nil) -> Closeness {
            let golden = other ?? name
            let tolerance = file.tensor(golden + "/tolerance").values[0]
            return Closeness(name, actual, file.tensor(golden), tolerance: tolerance)
        }
    }

    private static let tiny: LookBackConfig = {
        var config = LookBackConfig()
        (config.blockOutChannels, config.attentionHeadDim) = ([16, 24, 32], [2, 3, 4])
        (config.layersPerBlock, config.normNumGroups, config.crossAttentionDim) = (1, 8, 20)
        config.downBlockTypes = ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"]
        config.upBlockTypes = ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]
        return config
    }()

    private static func network(_ weights: any WeightSource = SyntheticWeights()) throws -> LookBackUNet {
        try LookBackUNet.load(tiny, from: weights)
    }

    private static let sample = ConsistI2VGoldens.draw("lookback/sample", [2, 4, 7, 8, 12])
    private static let text = ConsistI2VGoldens.draw("lookback/text", [2, 5, 20])

    private static func forward(
        _ network: LookBackUNet, _ sample: Tensor = sample, _ text: Tensor = text, timestep: Int = 681,
        holdsFirstFrame: Bool = false, trace: Trace? = nil
    ) throws -> Tensor {
        try network(
            sample: sample.channelsLast, text: network.prepare(text: text), timestep: timestep,
            holdsFirstFrame: holdsFirstFrame, trace: trace
        ).channelsFirst
    }

    private func expect(_ closeness: Closeness) {
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func outputsAndStages() throws {
        let (goldens, trace, network) = (try Goldens(), Trace(), try Self.network())
        expect(goldens.compare("out", try Self.forward(network, trace: trace)))
        for (name, stage) in trace.tensors {
            expect(goldens.compare(name, Tensor.stacked([0, 1, 6, 9].map { stage[$0..<$0 + 1] })))
        }
        #expect(trace.tensors.count == 8)
    }

    @Test func aHeldFirstFrameAndOddSizes() throws {
        let (goldens, network) = (try Goldens(), try Self.network())
        expect(goldens.compare("out_held", try Self.forward(network, holdsFirstFrame: true)))
        let odd = Self.sample.corner([1, 4, 3, 6, 10])
        expect(goldens.compare("out_odd", try Self.forward(network, odd, Self.text[0..<1], timestep: 21)))
    }

    @Test func theUntrainedNetworkIsTheImageModel() throws {
        let (goldens, network) = (try Goldens(), try Self.network(Untrained()))
        let output = try Self.forward(network)
        expect(goldens.compare("untrained", output))
        // diffusers' UNet2DConditionModel on every frame, under its own weight names.
        expect(goldens.compare("untrained", output, with: "image_model"))
        #expect(try output.values == Self.forward(network, holdsFirstFrame: true).values)
    }

    @Test func aHeldFirstFrameIsTheImageModels() throws {
        let frame = Self.sample.corner([1, 4, 1, 8, 12])
        let text = Self.text[0..<1]
        let held = try Self.forward(
            Self.network(), Self.sample.corner([1, 4, 7, 8, 12]), text, holdsFirstFrame: true)
        #expect(
            held.corner([1, 4, 1, 8, 12]).values
                == (try Self.forward(Self.network(Untrained()), frame, text)).values)
    }

    /// The first module of the network by itself.
    private static func module() throws -> LookBackModule {
        try loadWeights("module", from: SyntheticWeights()) {
            try LookBackModule(
                $0("down_blocks")(0)("resnet_look_backs")(0), channels: 16, depth: 5, kernel: 5)
        }
    }

    private static let frames = ConsistI2VGoldens.draw("lookback/module", [16, 16, 6, 5]).channelsLast

    @Test func aSingleModule() throws {
        let (goldens, module) = (try Goldens(), try Self.module())
        expect(goldens.compare("module.updated", module.updated(Self.frames, frames: 8).channelsFirst))
        expect(goldens.compare("module.out", module(Self.frames, frames: 8).channelsFirst))
        expect(
            goldens.compare(
                "module.held", module(Self.frames, frames: 8, holdsFirstFrame: true).channelsFirst))
    }

    @Test(arguments: [0, 3, 7])
    func informationRunsForward(changed: Int) throws {
        let module = try Self.module()
        let video = Self.frames[0..<8]
        let other = video.copy()
        let size = video.count / 8
        (other.pointer + changed * size).pointee += 1
        func differing(_ left: Tensor, _ right: Tensor) -> [Int] {
            (0..<8).filter { left[$0..<$0 + 1].values != right[$0..<$0 + 1].values }
        }
        #expect(
            differing(module.updated(video, frames: 8), module.updated(other, frames: 8))
                == Array(changed..<8))
        // The adapter is an ordinary convolution: it also looks one frame ahead.
        #expect(
            differing(module(video, frames: 8), module(other, frames: 8)) == Array(max(changed - 1, 0)..<8))
    }

    @Test func videosThreadsAndGuidanceCopiesDoNotMatter() throws {
        let network = try Self.network()
        let together = try Self.forward(network)
        for threads in [1, 2, 3] {
            let again = try Compute.$current.withValue(Compute(threads: threads)) {
                try Self.forward(network)
            }
            #expect(again.values == together.values)
        }
        let alone = try (0..<2).map { video in
            try Self.forward(network, Self.sample[video..<video + 1], Self.text[video..<video + 1])
        }
        #expect(Tensor.stacked(alone).values == together.values)
        // One video with two prompts: what comes before the first text attention is computed once.
        let copies = try Self.forward(network, Self.sample[0..<1])
        let repeated = try Self.forward(network, Tensor.stacked([Self.sample[0..<1], Self.sample[0..<1]]))
        #expect(copies.values == repeated.values && copies.count == Self.sample.count)
    }

    @Test func kernelsAndMatricesHoldTheSameNumbers() throws {
        let matrix = try Self.module()
        let kernel = try loadWeights("module", from: NaturalShapes()) {
            try LookBackModule(
                $0("down_blocks")(0)("resnet_look_backs")(0), channels: 16, depth: 5, kernel: 5)
        }
        #expect(matrix(Self.frames, frames: 8).values == kernel(Self.frames, frames: 8).values)
    }

    @Test(arguments: [
        (#"{"look_back_depth": 0}"#, "look_back_depth"), (#"{"look_back_kernel": 4}"#, "look_back_kernel"),
        (#"{"attention_head_dim": 7}"#, "block_out_channels"),
    ])
    func unusableConfigurationsAreRefused(json: String, key: String) throws {
        let network = try NetworkRegistry.network(LookBackUNet.name)
        let error = #expect(throws: NetworkError.self) {
            try network.extract(
                configJSON: .init(json.utf8), weights: SyntheticWeights(),
                inputs: NamedTensors([
                    "sample": .real(Self.sample), "timestep": .integer(shape: [1], values: [1]),
                    "text": .real(Tensor([2, 5, 768], filledWith: 0)),
                ]))
        }
        #expect("\(try #require(error))".contains(key))
    }

    @Test func costIsLinearInFrames() {
        func operations(_ frames: Int) -> Double {
            LookBackCost(LookBackConfig(), height: 32, width: 32, frames: frames).necessary
        }
        let slopes = [16, 32, 48, 96].map { operations($0 + 1) - operations($0) }
        #expect(slopes.allSatisfy { abs($0 / slopes[0] - 1) < 1e-9 })
    }

    /// Counted by hand from the layers, for the tiny network and the full one.
    @Test func parametersOfTheFullConfiguration() throws {
        let recorder = RecordedShapes()
        _ = try LookBackUNet.load(Self.tiny, from: recorder)
        #expect(Self.parameters(Self.tiny) == recorder.count)
        #expect(
            try NetworkRegistry.network(LookBackUNet.name).parameters == Self.parameters(LookBackConfig()))
    }

    private static func parameters(_ config: LookBackConfig) -> Int {
        let (widths, text) = (config.blockOutChannels, config.crossAttentionDim)
        let embedding = 4 * widths[0]
        func convolution(_ input: Int, _ output: Int, _ taps: Int) -> Int { input * output * taps + output }
        func module(_ width: Int) -> Int {
            convolution(config.lookBackDepth * width, width, config.lookBackKernel * config.lookBackKernel)
                + convolution(width, width, 1) + 28 * width
        }
        func residual(_ input: Int, _ width: Int) -> Int {
            2 * input + convolution(input, width, 9) + (embedding + 1) * width + 2 * width
                + convolution(width, width, 9) + (input == width ? 0 : convolution(input, width, 1))
                + module(width)
        }
        func transformer(_ width: Int) -> Int {
            let attention = 6 * width * width + 2 * text * width + 2 * width
            let feedForward = convolution(width, 8 * width, 1) + convolution(4 * width, width, 1)
            return 8 * width + 2 * convolution(width, width, 1) + attention + feedForward + module(width)
        }
        var count = convolution(4, widths[0], 9) + 2 * widths[0] + convolution(widths[0], 4, 9)
        count += convolution(widths[0], embedding, 1) + convolution(embedding, embedding, 1)
        let last = widths.count - 1
        count += 2 * residual(widths[last], widths[last]) + transformer(widths[last])
        for (level, width) in widths.enumerated() {
            let (below, above) = (widths[max(level - 1, 0)], widths[min(level + 1, last)])
            for layer in 0..<config.layersPerBlock { count += residual(layer == 0 ? below : width, width) }
            for layer in 0...config.layersPerBlock {
                let before = layer == 0 ? above : width
                count += residual(before + (layer == config.layersPerBlock ? below : width), width)
            }
            if level < last {
                count += (2 * config.layersPerBlock + 1) * transformer(width) + convolution(width, width, 9)
            }
            if level > 0 { count += convolution(width, width, 9) }
        }
        return count
    }
}

/// Synthetic weights with adapters of zeros.
private struct Untrained: WeightSource {
    var identity: WeightIdentity { SyntheticWeights().identity }
    var names: Set<String>? { nil }
    func shape(of name: String) -> [Int]? { nil }
    func tensor(_ name: String, shape: [Int]) -> Tensor {
        name.contains(".adapter.")
            ? Tensor(shape, filledWith: 0) : SyntheticWeights().tensor(name, shape: shape)
    }
}

/// The module's synthetic weights as a checkpoint would hold them.
private struct NaturalShapes: WeightSource {
    var identity: WeightIdentity { SyntheticWeights().identity }
    var names: Set<String>? { nil }
    func shape(of name: String) -> [Int]? { name.hasSuffix("look_back.weight") ? [16, 80, 5, 5] : nil }
    func tensor(_ name: String, shape: [Int]) -> Tensor {
        let isKernel = name.hasSuffix("look_back.weight")
        return SyntheticWeights().tensor(name, shape: isKernel ? [16, 80 * 25] : shape).reshaped(shape)
    }
}

/// Counts the values that are asked for.
private final class RecordedShapes: WeightSource, @unchecked Sendable {
    private(set) var count = 0
    var identity: WeightIdentity { SyntheticWeights().identity }
    var names: Set<String>? { nil }
    func shape(of name: String) -> [Int]? { nil }
    func tensor(_ name: String, shape: [Int]) -> Tensor {
        count += shape.reduce(1, *)
        return Tensor(shape, filledWith: 0)
    }
}
