import Checkpoints
import Tensor

/// The Inception v3 of Fréchet inception distance: the TensorFlow network of 2015-12-05 under torchvision's names.
///
/// Shapes: `[B, 299, 299, 3]`, about -1…1, to `pool3` `[B, 2048]` and class scores `[B, 1008]`.
/// Source: Szegedy et al. 2016 (arXiv 1512.00567), as pytorch-fid and torch-fidelity run it.
/// Differs from torchvision's network: average pools do not count padding, the last block pools by maximum, there are
/// 1008 classes and no auxiliary head.
public struct InceptionV3: Network {
    public static let name = "inception_v3_fid"
    /// Smaller images leave nothing for the last blocks.
    static let smallestSide = 75

    /// What the network says of a batch of images.
    public struct Output: Sendable {
        /// The feature of Fréchet inception distance, `[B, 2048]`.
        public let pool3: Tensor
        /// Class scores before the softmax, `[B, 1008]`.
        public let logits: Tensor
        /// The same without the classifier's bias: what torch-fidelity's inception score uses.
        public let unbiasedLogits: Tensor
    }

    public let config: InceptionV3Config
    private let stem1a, stem2a, stem2b, stem3b, stem4a: InceptionUnit
    private let blocks: [InceptionBlock]
    private let classifier: Linear
    private let unbiased: Linear

    public init(_ config: InceptionV3Config, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        func stem(
            _ name: String, _ input: Int, _ output: Int, side: Int, stride: Int = 1, isPadded: Bool = false
        ) throws -> InceptionUnit {
            try InceptionUnit(
                scope(name), input: input, output: output, kernel: .init(side, side), stride: stride,
                isPadded: isPadded, epsilon: config.batchNormEpsilon)
        }
        let widths = [32, 64, 80, 192].map(config.width)
        stem1a = try stem("Conv2d_1a_3x3", 3, widths[0], side: 3, stride: 2)
        stem2a = try stem("Conv2d_2a_3x3", widths[0], widths[0], side: 3)
        stem2b = try stem("Conv2d_2b_3x3", widths[0], widths[1], side: 3, isPadded: true)
        stem3b = try stem("Conv2d_3b_1x1", widths[1], widths[2], side: 1)
        stem4a = try stem("Conv2d_4a_3x3", widths[2], widths[3], side: 3)
        let blocks = try Self.blocks(InceptionBlocks(scope: scope, config: config), input: widths[3])
        self.blocks = blocks
        let (width, classes) = (blocks[blocks.count - 1].output, config.classes)
        let weight = try scope("fc").tensor("weight", [classes, width])
        classifier = Linear(weight: weight, bias: try scope("fc").tensor("bias", [classes]))
        unbiased = Linear(weight: weight, bias: nil)
    }

    public static func renamed(_ source: any WeightSource, config: InceptionV3Config) throws
        -> any WeightSource
    {
        try boundByStructure(source, config: config)
    }

    private static func blocks(_ make: InceptionBlocks, input: Int) throws -> [InceptionBlock] {
        var blocks: [InceptionBlock] = []
        func add(_ block: (Int) throws -> InceptionBlock) rethrows {
            blocks.append(try block(blocks.last?.output ?? input))
        }
        try add { try make.a("Mixed_5b", input: $0, pool: 32) }
        try add { try make.a("Mixed_5c", input: $0, pool: 64) }
        try add { try make.a("Mixed_5d", input: $0, pool: 64) }
        try add { try make.b("Mixed_6a", input: $0) }
        try add { try make.c("Mixed_6b", input: $0, inner: 128) }
        try add { try make.c("Mixed_6c", input: $0, inner: 160) }
        try add { try make.c("Mixed_6d", input: $0, inner: 160) }
        try add { try make.c("Mixed_6e", input: $0, inner: 192) }
        try add { try make.d("Mixed_7a", input: $0) }
        try add { try make.e("Mixed_7b", input: $0, pool: .average) }
        try add { try make.e("Mixed_7c", input: $0, pool: .maximum) }
        return blocks
    }

    /// The features of Fréchet inception distance, `[B, 2048]`.
    ///
    /// - Throws: `NetworkError.input` for images that are too small.
    public func features(_ images: Tensor) throws -> Tensor { try pool3(images, trace: nil) }

    /// - Throws: `NetworkError.input` for images that are too small.
    public func callAsFunction(_ images: Tensor, trace: Trace? = nil) throws -> Output {
        let vectors = try pool3(images, trace: trace)
        return Output(pool3: vectors, logits: classifier(vectors), unbiasedLogits: unbiased(vectors))
    }

    private func pool3(_ images: Tensor, trace: Trace?) throws -> Tensor {
        let smallest = Self.smallestSide
        guard images.rank == 4, images.width == 3, images.shape[1] >= smallest, images.shape[2] >= smallest
        else {
            throw NetworkError.input(
                network: Self.name, expected: "images of at least \(smallest)×\(smallest) pixels, 3 channels",
                found: "shape \(images.shape) (B, H, W, C)")
        }
        var h = stem2b(stem2a(stem1a(images))).pooled(.maximum, kernel: 3, stride: 2)
        trace?.recordImages("block0", h)
        h = stem4a(stem3b(h)).pooled(.maximum, kernel: 3, stride: 2)
        trace?.recordImages("block1", h)
        for block in blocks {
            h = block(h)
            trace?.recordImages(block.name == "Mixed_6e" ? "block2" : block.name, h)
        }
        return h.reshaped([h.shape[0], h.shape[1] * h.shape[2], h.width]).transposed([0, 2, 1])
            .meanOfLastAxis()
    }
}
