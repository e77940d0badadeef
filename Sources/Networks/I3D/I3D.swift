import Checkpoints
import Tensor

/// I3D, the inflated inception network for action recognition whose class scores Fréchet video distance compares.
///
/// Units of 3-D convolution, batch normalisation and ReLU with TensorFlow's SAME padding, max pools, nine inception
/// blocks, an average pool and a linear classifier whose scores are averaged over the remaining time steps.
/// Shapes: `[B, T, H, W, 3]` in -1…1 to `[B, classes]` and `[B, D, T']`.
/// Source: Carreira and Zisserman 2017 (arXiv 1705.07750), RGB, Kinetics-400.
/// Differs: max pools pad with minus infinity as in TensorFlow, where the PyTorch ports pad with zeros; what they pool
/// is never negative, so the results are the same.
public struct I3D: Network {
    public static let name = "i3d_k400"

    /// What the network says of a batch of clips.
    public struct Output: Sendable {
        /// Class scores before the softmax, averaged over time, `[B, classes]`.
        public let logits: Tensor
        /// Pooled activations, `[B, D, T']`.
        public let averagePool: Tensor
    }

    public let config: I3DConfig
    private let stem1a, stem2b, stem2c: ConvolutionUnit3D
    private let blocks: [(name: String, block: I3DMixedBlock)]
    private let classifier: Linear

    /// The blocks in their order and the channels of the published network's.
    static let blockWidths: [(name: String, widths: I3DMixedBlock.Widths)] = [
        ("Mixed_3b", .init(64, 96, 128, 16, 32, 32)), ("Mixed_3c", .init(128, 128, 192, 32, 96, 64)),
        ("Mixed_4b", .init(192, 96, 208, 16, 48, 64)), ("Mixed_4c", .init(160, 112, 224, 24, 64, 64)),
        ("Mixed_4d", .init(128, 128, 256, 24, 64, 64)), ("Mixed_4e", .init(112, 144, 288, 32, 64, 64)),
        ("Mixed_4f", .init(256, 160, 320, 32, 128, 128)), ("Mixed_5b", .init(256, 160, 320, 32, 128, 128)),
        ("Mixed_5c", .init(384, 192, 384, 48, 128, 128)),
    ]

    public init(_ config: I3DConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        func stem(_ name: String, _ input: Int, _ output: Int, kernel: Int, stride: Int = 1) throws
            -> ConvolutionUnit3D
        {
            try ConvolutionUnit3D(
                scope(name), input: input, output: output, kernel: kernel, stride: stride,
                epsilon: config.batchNormEpsilon)
        }
        let (first, second) = (config.width(64), config.width(192))
        stem1a = try stem("Conv3d_1a_7x7", 3, first, kernel: 7, stride: 2)
        stem2b = try stem("Conv3d_2b_1x1", first, first, kernel: 1)
        stem2c = try stem("Conv3d_2c_3x3", first, second, kernel: 3)
        var (input, blocks): (Int, [(String, I3DMixedBlock)]) = (second, [])
        for (name, published) in Self.blockWidths {
            let widths = published.scaled(by: config)
            blocks.append(
                (
                    name,
                    try I3DMixedBlock(scope(name), input: input, widths, epsilon: config.batchNormEpsilon)
                ))
            input = widths.output
        }
        self.blocks = blocks
        let logits = scope("logits")("conv3d")
        classifier = Linear(
            weight: try logits.tensor("weight", [config.classes, input, 1, 1, 1])
                .reshaped([config.classes, input]),
            bias: try logits.tensor("bias", [config.classes]))
    }

    public static func renamed(_ source: any WeightSource, config: I3DConfig) throws -> any WeightSource {
        try boundByStructure(source, config: config)
    }

    /// The feature of every clip that the configuration names, averaged over time: `[B, classes]` or `[B, D]`.
    ///
    /// - Throws: `NetworkError.input` for clips of which the last pool leaves nothing or more than one place.
    public func features(_ clips: Tensor) throws -> Tensor {
        let output = try self(clips)
        return config.feature == .logits ? output.logits : output.averagePool.meanOfLastAxis()
    }

    /// - Throws: `NetworkError.input` for clips of which the last pool leaves nothing or more than one place.
    public func callAsFunction(_ clips: Tensor, trace: Trace? = nil) throws -> Output {
        try requirePoolable(clips)
        return classify(try activations(clips, trace: trace))
    }

    /// Activations before the last pool, `[B, T', H', W', D]`, for clips of any size.
    public func activations(_ clips: Tensor, trace: Trace? = nil) throws -> Tensor {
        guard clips.rank == 5, clips.width == 3, clips.count > 0 else {
            throw NetworkError.input(
                network: Self.name, expected: "clips B×T×H×W×3", found: "shape \(clips.shape)")
        }
        var h = stem1a(clips)
        trace?.recordVideos("Conv3d_1a_7x7", h)
        h = pooled(h, "MaxPool3d_2a_3x3", Extent3D(1, 3, 3), stride: Extent3D(1, 2, 2), trace)
        h = stem2b(h)
        trace?.recordVideos("Conv3d_2b_1x1", h)
        h = stem2c(h)
        trace?.recordVideos("Conv3d_2c_3x3", h)
        h = pooled(h, "MaxPool3d_3a_3x3", Extent3D(1, 3, 3), stride: Extent3D(1, 2, 2), trace)
        for (name, block) in blocks {
            if name == "Mixed_4b" { h = pooled(h, "MaxPool3d_4a_3x3", .all(3), stride: .all(2), trace) }
            if name == "Mixed_5b" { h = pooled(h, "MaxPool3d_5a_2x2", .all(2), stride: .all(2), trace) }
            h = block(h)
            trace?.recordVideos(name, h)
        }
        return h
    }

    /// Whether the last pool takes clips of this extent.
    public func takes(_ extent: Extent3D) -> Bool {
        let grid = Self.grid(extent)
        return grid.frames >= config.poolSize[0]
            && [grid.height, grid.width] == Array(config.poolSize[1...])
    }

    /// Extent of the activations before the last pool: five halvings in space, three in time, each rounded up.
    private static func grid(_ extent: Extent3D) -> Extent3D {
        Extent3D((extent.frames + 7) / 8, (extent.height + 31) / 32, (extent.width + 31) / 32)
    }

    private func requirePoolable(_ clips: Tensor) throws {
        guard clips.rank == 5 else { return }
        let extent = Extent3D(clips.shape[1], clips.shape[2], clips.shape[3])
        guard takes(extent) else {
            let pool = config.poolSize
            throw NetworkError.input(
                network: Self.name,
                expected: "at least \(8 * (pool[0] - 1) + 1) frames, heights of \(32 * (pool[1] - 1) + 1)"
                    + "…\(32 * pool[1]) and widths of \(32 * (pool[2] - 1) + 1)…\(32 * pool[2]) pixels",
                found: "\(extent.frames) frames of \(extent.height)×\(extent.width)")
        }
    }

    private func classify(_ activations: Tensor) -> Output {
        let pool = VolumeWindow(
            kernel: Extent3D(config.poolSize[0], config.poolSize[1], config.poolSize[2]))
        let pooled = activations.pooled(.average, pool)
        let (batch, steps) = (pooled.shape[0], pooled.shape[1])
        let vectors = pooled.reshaped([batch, steps, pooled.width])
        return Output(
            logits: classifier(vectors).transposed([0, 2, 1]).meanOfLastAxis(),
            averagePool: vectors.transposed([0, 2, 1]))
    }

    private func pooled(_ h: Tensor, _ name: String, _ kernel: Extent3D, stride: Extent3D, _ trace: Trace?)
        -> Tensor
    {
        let result = h.pooled(.maximum, VolumeWindow(kernel: kernel, stride: stride, padding: .same))
        trace?.recordVideos(name, result)
        return result
    }
}
