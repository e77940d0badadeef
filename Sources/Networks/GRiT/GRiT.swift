import Checkpoints
import Foundation
import Tensor

/// GRiT, which finds objects and names each in words of its own.
///
/// Backbone, feature pyramid, class-agnostic proposals, three stages of refinement, a text decoder.
/// Source: Wu et al. 2022 (arXiv 2212.00280), ViT-B, the object detection task, as VBench runs it.
/// Differs: the mask head is not run, since nothing reads masks.
public struct GRiT: Network {
    public static let name = "grit_b"

    public let config: GRiTConfig
    private let backbone: GridTransformer
    private let pyramid: FeaturePyramid
    private let proposals: ProposalHead
    private let cascade: CascadeHead
    private let assignment: PyramidAssignment
    let decoder: RegionTextDecoder

    /// Pixels that a cell of each pyramid level covers, finest first.
    private var strides: [Int] { (0..<5).map { (config.patchSize / 2) << $0 } }

    /// Levels that boxes are pooled from.
    private static let pooledLevels = 3

    public init(_ config: GRiTConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        backbone = try GridTransformer(scope("backbone")("bottom_up"), config)
        pyramid = try FeaturePyramid(scope("backbone"), config)
        proposals = try ProposalHead(scope("proposal_generator")("centernet_head"), config, levels: 5)
        let finest = (config.patchSize / 2).trailingZeroBitCount
        assignment = PyramidAssignment(finest: finest, coarsest: finest + Self.pooledLevels - 1)
        cascade = try CascadeHead(scope("roi_heads"), config, assignment: assignment)
        decoder = try RegionTextDecoder(scope("roi_heads")("text_decoder")("textual"), config)
    }

    /// Whether a published file may carry a tensor that this network does not ask for: masks, an alias of the text
    /// decoder, normalisation constants, counters.
    static func isOptional(_ name: String) -> Bool {
        name.hasPrefix("roi_heads.mask_head.") || name.hasPrefix("roi_heads.text_decoder_det.")
            || ["pixel_mean", "pixel_std"].contains(name) || name.hasSuffix("num_batches_tracked")
            || name.hasSuffix("position_ids")
    }

    /// The network with the weights of a published file.
    public static func load(_ config: GRiTConfig = GRiTConfig(), from source: any WeightSource) throws -> GRiT
    {
        try load(config, from: source, optional: isOptional)
    }

    /// Features of images of one size.
    struct Features: Sendable {
        let size: ImageSize
        let maps: [Tensor]
        /// The maps that boxes are pooled from.
        let pooled: [PyramidLevel]
    }

    /// The pyramid of images `[B, H, W, 3]` of RGB values 0…255.
    func features(_ images: Tensor, trace: Trace? = nil) throws -> Features {
        guard images.rank == 4, images.shape[3] == 3, images.count > 0 else {
            throw NetworkError.input(
                network: Self.name, expected: "images of at least one pixel, 3 channels",
                found: "shape \(images.shape) (B, H, W, C)")
        }
        let maps = pyramid(backbone(normalised(images), trace: trace), trace: trace)
        return Features(
            size: ImageSize(width: images.shape[2], height: images.shape[1]), maps: maps,
            pooled: zip(maps, strides).prefix(Self.pooledLevels).map {
                PyramidLevel(features: $0, scale: 1 / Float($1))
            })
    }

    /// `(value - mean) / deviation`, with zeros right and below up to whole cells of every level.
    private func normalised(_ images: Tensor) -> Tensor {
        let divisor = config.sizeDivisor
        let (height, width) = (images.shape[1], images.shape[2])
        let (rows, columns) = (
            (height + divisor - 1) / divisor * divisor, (width + divisor - 1) / divisor * divisor
        )
        let result = Tensor([images.shape[0], rows, columns, 3], filledWith: 0)
        Parallel.forEach(images.shape[0] * height) { line in
            let source = images.pointer + line * width * 3
            let target = result.pointer + (line / height * rows + line % height) * columns * 3
            for index in 0..<width * 3 {
                target[index] =
                    (source[index] - config.pixelMean[index % 3]) / config.pixelDeviation[index % 3]
            }
        }
        return withExtendedLifetime(images) { result }
    }

    /// Proposals of every image, best first.
    func proposals(_ features: Features, trace: Trace? = nil) throws -> [[ProposalHead.Proposal]] {
        try proposals(features.maps, strides: strides, trace: trace)
    }

    /// What the proposals of images `[B, H, W, 3]` are made from: heat and distances `[B, H, W, 5]` of every level.
    package func proposalMaps(_ images: Tensor) throws -> [Tensor] {
        proposals.outputs(try features(images).maps)
    }

    /// Logits `[N, T, V]` after every token of a description's beginning, of regions with features `[N, s, s, C]`.
    package func textLogits(_ features: Tensor, prefix: [Int]) -> Tensor {
        decoder.logits(decoder.projected(features), prefix: prefix)
    }

    /// Boxes of one image through the cascade.
    func refined(_ boxes: [Box], image: Int, _ features: Features, trace: Trace? = nil) -> [CascadeHead
        .Refined]
    {
        cascade(boxes, image: image, pyramid: features.pooled, size: features.size, trace: trace)
    }

    /// What the text decoder sees of boxes: `[N, s, s, C]`.
    func textFeatures(_ boxes: [(box: Box, image: Int)], _ features: Features) -> Tensor {
        regionAlign(
            boxes.map { Region(box: $0.box.corners, level: assignment.index(of: $0.box), image: $0.image) },
            in: features.pooled, bins: config.textPoolSize)
    }
}
