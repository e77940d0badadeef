import Checkpoints
import Tensor

/// The denoiser of ConsistI2V: Stable Diffusion 2.1's U-Net with temporal layers and first-frame conditioning.
///
/// The clean first frame goes through with the noisy frames at the same timestep, and the prediction for it is
/// dropped. Everything that does not change between steps or pixels is computed once: text keys and values
/// (`prepare`), first-frame keys and values, and whatever guidance copies share before the first text attention.
/// Shapes: sample `[B, F-1, h, w, 4]`, first frame `[B, 1, h, w, 4]`, result `[P, F-1, h, w, 4]` for P prompts, B
/// dividing P.
/// Source: arXiv 2402.04324 section 4; released implementation.
/// Differs: the modes `none` and `conv2d`, for which no weights were published, are refused.
public struct ConsistI2VUNet: Network {
    public static let name = "consisti2v_unet"

    public let config: ConsistI2VConfig
    private let timeEmbedding: TimestepEmbedding
    private let strideEmbedding: TimestepEmbedding
    private let trunk: UNetTrunk<UNetPass>
    private let projectors: [UNetLayerFactory.TextProjector]

    public init(_ config: ConsistI2VConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        var factory = UNetLayerFactory(config: config)
        let (first, embedding) = (config.blockOutChannels[0], factory.embeddingWidth)
        timeEmbedding = try TimestepEmbedding(scope("time_embedding"), width: first, output: embedding)
        strideEmbedding = try TimestepEmbedding(
            scope("frame_stride_embedding"), width: first, output: embedding)
        trunk = try UNetTrunk(scope, factory: &factory)
        projectors = factory.transformers
    }

    /// Projects prompts `[P, T, D]` to the keys and values of every text attention.
    public func prepare(text: Tensor) -> TextContext {
        TextContext(batch: text.shape[0], projections: projectors.map { $0(text) })
    }

    /// The conditioning that the configuration asks for.
    public var configuredConditioning: FirstFrameConditioning {
        FirstFrameConditioning(
            spatial: config.firstFrameConditionMode == "concat", temporal: config.augmentTemporalAttention)
    }

    /// Noise prediction for frames 2…F.
    public func callAsFunction(
        sample: Tensor, firstFrame: Tensor, text: TextContext, timestep: Int, frameStride: Int,
        conditioning: FirstFrameConditioning? = nil, trace: Trace? = nil
    ) throws -> Tensor {
        let frames = try checkedFrames(sample, firstFrame, text)
        let embedding = timeEmbedding([timestep]) + strideEmbedding([frameStride])
        let pass = UNetPass(
            frames: frames, conditioning: conditioning ?? configuredConditioning, text: text,
            activatedEmbedding: embedding.activated(.silu), trace: trace)
        let output = trunk(fold(sample, firstFrame), pass, trace: trace)
        return dropFirstFrames(output, frames: frames)
    }

    private func checkedFrames(_ sample: Tensor, _ firstFrame: Tensor, _ text: TextContext) throws -> Int {
        let shape = sample.shape
        guard shape.count == 5, shape[4] == config.inChannels, shape.allSatisfy({ $0 > 0 }),
            firstFrame.shape == [shape[0], 1, shape[2], shape[3], shape[4]], text.batch % shape[0] == 0
        else {
            throw NetworkError.input(
                network: Self.name,
                expected: "sample [B, F-1, h, w, \(config.inChannels)], first frame [B, 1, h, w, "
                    + "\(config.inChannels)] and a multiple of B prompts",
                found: "\(shape), \(firstFrame.shape) and \(text.batch) prompts")
        }
        return shape[1] + 1
    }

    /// `[B·F, h, w, C]` with the first frame in front of each video's noisy ones.
    private func fold(_ sample: Tensor, _ firstFrame: Tensor) -> Tensor {
        let parts = (0..<sample.shape[0]).flatMap { video in
            [firstFrame[video..<video + 1], sample[video..<video + 1]].map {
                $0.reshaped([-1] + sample.shape[2...])
            }
        }
        return .stacked(parts)
    }

    private func dropFirstFrames(_ output: Tensor, frames: Int) -> Tensor {
        let parts = stride(from: 0, to: output.shape[0], by: frames).map { output[$0 + 1..<$0 + frames] }
        return Tensor.stacked(parts).reshaped([-1, frames - 1] + output.shape[1...])
    }
}

/// Single modules, for parity tests.
extension ConsistI2VUNet {
    /// `conv_out(silu(conv_norm_out(x)))`.
    package func tail(_ x: Tensor) -> Tensor { trunk.exit(x) }
}
