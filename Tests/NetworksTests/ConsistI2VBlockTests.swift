import Checkpoints
import Foundation
import Networks
import Tensor
import TestSupport
import Testing

/// Single modules of the tiny U-Net against `blocks.safetensors`.
@Suite(.enabled(if: SharedParity.isAvailable))
struct ConsistI2VBlockTests {
    let goldens: ConsistI2VGoldens
    let config: ConsistI2VConfig

    init() throws {
        goldens = try ConsistI2VGoldens("blocks.safetensors")
        config = try JSONDecoder().decode(
            ConsistI2VConfig.self, from: ConsistI2VGoldens.json("unet_tiny_config.json"))
    }

    /// A module built from the synthetic weights of the place it has in the network.
    func load<Module>(_ build: (WeightScope, inout UNetLayerFactory) throws -> Module) throws -> Module {
        var factory = UNetLayerFactory(config: config)
        return try loadWeights("module", from: SyntheticWeights()) { try build($0, &factory) }
    }

    func draw(_ name: String, _ shape: [Int]) -> Tensor { ConsistI2VGoldens.draw("blocks/\(name)", shape) }

    func pass(
        _ projectors: [UNetLayerFactory.TextProjector] = [], embedding: Tensor? = nil,
        _ conditioning: FirstFrameConditioning = FirstFrameConditioning()
    ) -> UNetPass {
        let text = draw("text", [2, 7, 48])
        return UNetPass(
            frames: 6, conditioning: conditioning,
            text: TextContext(batch: 2, projections: projectors.map { $0(text) }),
            activatedEmbedding: (embedding ?? Tensor([1, 128], filledWith: 0)).activated(.silu))
    }

    func expect(_ name: String, _ actual: Tensor) {
        let closeness = goldens.compare(name, actual)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func timeEmbedding() throws {
        let numbers = [1, 21, 681, 981]
        expect("time.sinusoid", TimestepEmbedding.sinusoid(numbers, width: 32))
        let time = try load { scope, _ in
            try TimestepEmbedding(scope("time_embedding"), width: 32, output: 128)
        }
        let stride = try load { scope, _ in
            try TimestepEmbedding(scope("frame_stride_embedding"), width: 32, output: 128)
        }
        expect("time.emb", time(numbers))
        expect("time.emb_plus_stride", time(numbers) + stride([1, 2, 3, 5]))
    }

    @Test func residualBlocks() throws {
        let down = try load { try $1.resnet($0("down_blocks")(1)("resnets")(0), input: 32, output: 64) }
        let x = draw("resnet/x", [6, 32, 4, 6]).channelsLast
        let embedding = draw("resnet/emb", [6, 128]).activated(.silu)
        expect("resnet", down(x, activatedEmbedding: embedding).channelsFirst)
        expect("small.resnet", down(x * 0.00390625, activatedEmbedding: embedding).channelsFirst)
        let up = try load { try $1.resnet($0("up_blocks")(1)("resnets")(2), input: 160, output: 96) }
        let joined = draw("resnet_skip/x", [6, 160, 4, 6]).channelsLast
        let other = draw("resnet_skip/emb", [6, 128]).activated(.silu)
        expect("resnet_skip", up(joined, activatedEmbedding: other).channelsFirst)
    }

    @Test func temporalResidualBlock() throws {
        let block = try load { scope, _ in
            try TemporalResidualBlock(scope("down_blocks")(1)("conv3ds")(0), channels: 64)
        }
        let x = draw("conv3d/x", [12, 64, 4, 6]).channelsLast
        expect("conv3d", block(x, frames: 6).channelsFirst)
        expect("conv3d_alpha_0.35", block.with(alpha: 0.35)(x, frames: 6).channelsFirst)
        expect("conv3d_alpha_1.7", block.with(alpha: 1.7)(x, frames: 6).channelsFirst)
        expect("small.conv3d", block(x * 0.00390625, frames: 6).channelsFirst)
    }

    @Test func spatialTransformer() throws {
        var projectors: [UNetLayerFactory.TextProjector] = []
        let transformer = try load { scope, factory in
            let module = try factory.spatial(scope("down_blocks")(1)("attentions")(0), channels: 64, heads: 4)
            projectors = factory.transformers
            return module
        }
        let x = draw("spatial/x", [12, 64, 4, 6]).channelsLast
        for (name, part) in transformer.parts(x, pass(projectors)) { expect("spatial.\(name)", part) }
        expect("spatial.out", transformer(x, pass(projectors)).channelsFirst)
        let off = FirstFrameConditioning(spatial: false)
        expect("spatial_cond_off.out", transformer(x, pass(projectors, off)).channelsFirst)
        expect("small.spatial", transformer(x * 0.00390625, pass(projectors)).channelsFirst)
        let inner = draw("inner/x", [12, 24, 64]) * 0.00390625
        let attended = transformer.selfAttended(inner, pass(projectors))
        expect("small.spatial_inner", transformer.transformed(attended, pass(projectors)))
    }

    @Test func temporalTransformer() throws {
        var projectors: [UNetLayerFactory.TextProjector] = []
        let transformer = try load { scope, factory in
            let module = try factory.temporal(scope("down_blocks")(1)("tempo_attns")(0), channels: 64)
            projectors = factory.transformers
            return module
        }
        let x = draw("temporal/x", [12, 64, 4, 6]).channelsLast
        for (name, part) in transformer.parts(x, pass(projectors)) { expect("temporal.\(name)", part) }
        expect("temporal.out", transformer(x, pass(projectors)).channelsFirst)
        let off = FirstFrameConditioning(temporal: false)
        expect("temporal_window_off.out", transformer(x, pass(projectors, off)).channelsFirst)
        expect(
            "temporal_alpha_0.35.out", transformer.with(alpha: 0.35)(x, pass(projectors)).channelsFirst)
        expect("small.temporal", transformer(x * 0.00390625, pass(projectors)).channelsFirst)
    }

    @Test func resampling() throws {
        let down = try load { scope, _ in
            try Downsampler(scope("down_blocks")(0)("downsamplers")(0), channels: 32, padding: .all(1))
        }
        expect("downsample", down(draw("downsample/x", [2, 32, 6, 10]).channelsLast).channelsFirst)
        expect(
            "downsample_odd", down(draw("downsample_odd/x", [2, 32, 5, 7]).channelsLast).channelsFirst)
        let up = try load { scope, _ in try Upsampler(scope("up_blocks")(1)("upsamplers")(0), channels: 96) }
        let x = draw("upsample/x", [2, 96, 3, 5]).channelsLast
        expect("upsample", up(x).channelsFirst)
        expect("upsample_to_5x9", up(x, to: (5, 9)).channelsFirst)
    }

    @Test func wholeBlocks() throws {
        var projectors: [UNetLayerFactory.TextProjector] = []
        let mid = try load { scope, factory in
            let module = try UNetMidBlock(scope("mid_block"), factory: &factory)
            projectors = factory.transformers
            return module
        }
        let x = draw("mid/x", [12, 96, 2, 3]).channelsLast
        expect("mid", mid(x, pass(projectors, embedding: draw("mid/emb", [12, 128]))).channelsFirst)
        let down = try load { scope, factory in
            let module = try UNetDownBlock(scope("down_blocks")(1), index: 1, factory: &factory)
            projectors = factory.transformers
            return module
        }
        let input = draw("down/x", [12, 32, 4, 6]).channelsLast
        let skips = down(input, pass(projectors, embedding: draw("down/emb", [12, 128])))
        for (index, skip) in skips.enumerated() {
            expect("down_block_1.skip\(index)", skip.channelsFirst)
        }
    }

    @Test func tail() throws {
        let x = draw("tail/x", [2, 32, 4, 6]).channelsLast * 0.00390625
        try expect("small.tail", ConsistI2VUNetTests.tiny().tail(x).channelsFirst)
    }
}

/// Rotary positions against `rope_window.safetensors`.
@Suite(.enabled(if: SharedParity.isAvailable))
struct RotaryTests {
    @Test(arguments: [16, 64])
    func rotation(width: Int) throws {
        let goldens = try ConsistI2VGoldens("rope_window.safetensors")
        let frequencies = goldens.tensor("rope.freqs\(width)")
        let queries = ConsistI2VGoldens.draw("rope/q\(width)", [3, 6, width])
        rotateByFrame(queries, frequencies: frequencies)
        #expect(goldens.compare("rope.q\(width)", queries).holds)
        // Keys beyond the frames stand at position 0: they stay as they are.
        let keys = ConsistI2VGoldens.draw("rope/k\(width)", [3, 14, width]),
            golden = goldens.tensor("rope.k\(width)")
        for row in 0..<3 {
            let tail = keys[row..<row + 1].reshaped([14, width])[6..<14].values
            #expect(golden[row..<row + 1].reshaped([14, width])[6..<14].values == tail)
        }
    }
}
