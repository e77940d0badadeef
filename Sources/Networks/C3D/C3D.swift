import Checkpoints
import Tensor

/// C3D, whose class probabilities the inception score of videos is computed from.
///
/// Eight 3×3×3 convolutions with bias and ReLU, five max pools, three fully connected layers.
/// Shapes: `[B, 16, 112, 112, 3]`, blue first, 0…256 minus the mean volume (`C3DMean`), to `fc8` `[B, 101]`.
/// Source: Tran et al. 2015 (arXiv 1412.0767), the UCF-101 network of TGANv2.
public struct C3D: Network {
    public static let name = "c3d_ucf101"

    /// What the network says of a batch of clips.
    public struct Output: Sendable {
        /// Activations of the hidden layers, `[B, 4096]`; `fc7` is the feature of TGANv2's Fréchet distance.
        public let fc6, fc7: Tensor
        /// Class scores before the softmax, `[B, 101]`.
        public let fc8: Tensor
    }

    public let config: C3DConfig
    private let stages: [[(name: String, convolution: Convolution3D)]]
    private let fc6, fc7, fc8: Linear

    /// The convolutions of every stage.
    static let stageNames = [
        ["conv1a"], ["conv2a"], ["conv3a", "conv3b"], ["conv4a", "conv4b"], ["conv5a", "conv5b"],
    ]

    public init(_ config: C3DConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        var input = 3
        stages = try zip(Self.stageNames, config.stageWidths).map { names, width in
            try names.map { name in
                let layer = Convolution3D(
                    weight: try scope(name).tensor("weight", [width, input, 3, 3, 3]),
                    bias: try scope(name).tensor("bias", [width]), padding: .even(1, 1, 1))
                input = width
                return (name, layer)
            }
        }
        fc6 = try Linear(scope("fc6"), input: config.flatWidth, output: config.hiddenWidth)
        fc7 = try Linear(scope("fc7"), input: config.hiddenWidth, output: config.hiddenWidth)
        fc8 = try Linear(scope("fc8"), input: config.hiddenWidth, output: config.classes)
        scope.ignore(C3DMean.tensorName)
    }

    /// TGANv2's archive holds Chainer's names (`conv1a/W`, `conv1a/b`); scripted archives are bound by structure.
    public static func renamed(_ source: any WeightSource, config: C3DConfig) throws -> any WeightSource {
        let layers = stageNames.joined() + ["fc6", "fc7", "fc8"]
        guard let names = source.names, names.contains("conv1a/W") else {
            return try boundByStructure(
                source, config: config,
                extras: [C3DMean.tensorName: [C3DMean.publishedShape, C3DMean.cutShape(config)]])
        }
        let chainer = layers.flatMap { [("\($0).weight", "\($0)/W"), ("\($0).bias", "\($0)/b")] }
        let known = Set(chainer.map { $0.1 })
        var places = Dictionary(uniqueKeysWithValues: names.subtracting(known).map { ($0, $0) })
        for (name, place) in chainer where names.contains(place) { places[name] = place }
        return RenamedWeights(source, places: places.mapValues { .tensor($0) })
    }

    /// - Parameter clips: prepared clips: resized, blue first, the mean volume subtracted.
    /// - Throws: `NetworkError.input` for clips of another extent than the configuration's.
    public func callAsFunction(_ clips: Tensor, trace: Trace? = nil) throws -> Output {
        let (frames, side) = (config.frames, config.imageSize)
        guard clips.rank == 5, Array(clips.shape[1...]) == [frames, side, side, 3] else {
            throw NetworkError.input(
                network: Self.name, expected: "clips of \(frames) frames of \(side)×\(side), 3 channels",
                found: "shape \(clips.shape) (B, T, H, W, C)")
        }
        var h = clips
        for (number, stage) in stages.enumerated() {
            for (name, convolution) in stage {
                h = convolution(h, activation: .relu)
                trace?.recordVideos(name, h)
            }
            h = h.pooled(.maximum, pool(number, side: h.shape[2]))
            trace?.recordVideos("pool\(number + 1)", h)
        }
        // The classifier's inputs run over channels first.
        let flat = h.transposed([0, 4, 1, 2, 3]).reshaped([clips.shape[0], config.flatWidth])
        let first = fc6(flat, activation: .relu)
        let second = fc7(first, activation: .relu)
        return Output(fc6: first, fc7: second, fc8: fc8(second))
    }

    /// The pool after stage `number`: the first spares time; the last takes a lone row and column with it.
    private func pool(_ number: Int, side: Int) -> VolumeWindow {
        let kernel = Extent3D(number == 0 ? 1 : 2, 2, 2)
        let rest = number == stages.count - 1 ? side % 2 : 0
        return VolumeWindow(
            kernel: kernel, stride: kernel,
            padding: .explicit(before: .all(0), after: Extent3D(0, rest, rest)))
    }
}
