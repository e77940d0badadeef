import Checkpoints
import Tensor

/// The Swin transformer that sees images for Tag2Text.
///
/// Patches, stages of blocks in windows with a merging of 2×2 neighbours between them, final norm; in front of the
/// tokens stands their mean.
/// Shapes: `[B, R, R, 3]` (normalised) to `[B, 1 + T, D]`.
/// Source: Liu et al. 2021 (arXiv 2103.14030), as used by Tag2Text.
/// Differs: a table of relative positions for another window size is an error; the reference resamples it.
public struct SwinTransformer: Sendable {
    private let imageSize: Int
    private let patches: PatchEmbedding
    private let patchNorm: LayerNorm
    private let stages: [[SwinBlock]]
    private let merges: [PatchMerging]
    private let norm: LayerNorm

    init(_ config: Tag2TextConfig, weights scope: WeightScope) throws {
        let (widths, sides, patch) = (config.stageWidths, config.stageSides, scope("patch_embed"))
        imageSize = config.imageSize
        patches = try PatchEmbedding(
            patch("proj"), patch: config.patchSize, width: config.visionWidth, bias: true)
        patchNorm = try LayerNorm(patch("norm"), width: config.visionWidth, epsilon: 1e-5)
        stages = try config.depths.indices.map { stage in
            // Blocks of one kind cut the grid alike.
            let partitions = [false, true].map {
                WindowPartition(side: sides[stage], window: config.windowSize, isShifted: $0)
            }
            return try (0..<config.depths[stage]).map { block in
                try SwinBlock(
                    scope("layers")(stage)("blocks")(block), width: widths[stage],
                    heads: config.visionHeads[stage],
                    inner: config.mlpRatio * widths[stage], partition: partitions[block % 2])
            }
        }
        merges = try config.depths.indices.dropLast().map {
            try PatchMerging(scope("layers")($0)("downsample"), side: sides[$0], width: widths[$0])
        }
        norm = try LayerNorm(scope("norm"), width: config.imageWidth, epsilon: 1e-5)
    }

    /// - Throws: `NetworkError.input` for images of another size than the configured one.
    public func callAsFunction(_ images: Tensor, trace: Trace? = nil) throws -> Tensor {
        guard images.rank == 4, Array(images.shape.dropFirst()) == [imageSize, imageSize, 3] else {
            throw NetworkError.input(
                network: Tag2Text.name, expected: "images of \(imageSize)×\(imageSize) pixels, 3 channels",
                found: "shape \(images.shape) (B, H, W, C)")
        }
        var h = patchNorm(patches(images))
        trace?.record("swin.patch_embed", h)
        for (index, blocks) in stages.enumerated() {
            for block in blocks { h = block(h) }
            if merges.indices.contains(index) { h = merges[index](h) }
            trace?.record("swin.stage\(index)", h)
        }
        return withMean(norm(h))
    }

    /// `[B, T, D]` with the mean of all tokens in front. Sums in Double.
    private func withMean(_ tokens: Tensor) -> Tensor {
        let (batch, count, width) = (tokens.shape[0], tokens.shape[1], tokens.width)
        let result = Tensor([batch, count + 1, width])
        for entry in 0..<batch {
            let (source, target) = (
                tokens.pointer + entry * count * width, result.pointer + entry * (count + 1) * width
            )
            var sums = [Double](repeating: 0, count: width)
            for token in 0..<count {
                for column in 0..<width { sums[column] += Double(source[token * width + column]) }
            }
            for column in 0..<width { target[column] = Float(sums[column] / Double(count)) }
            (target + width).update(from: source, count: count * width)
        }
        return withExtendedLifetime(tokens) { result }
    }
}

/// Joins 2×2 neighbours to one token of twice the width: concatenation, norm, linear layer.
///
/// The four come in the order upper left, lower left, upper right, lower right.
/// Shapes: `[B, side · side, D]` to `[B, side · side / 4, 2 D]`.
struct PatchMerging: Sendable {
    private let side: Int
    private let norm: LayerNorm
    private let reduction: Linear

    init(_ scope: WeightScope, side: Int, width: Int) throws {
        self.side = side
        norm = try LayerNorm(scope("norm"), width: 4 * width, epsilon: 1e-5)
        reduction = try Linear(scope("reduction"), input: 4 * width, output: 2 * width, bias: false)
    }

    func callAsFunction(_ tokens: Tensor) -> Tensor {
        let (batch, half, width) = (tokens.shape[0], side / 2, tokens.width)
        let neighbours = tokens.reshaped([batch, half, 2, half, 2, width]).transposed([0, 1, 3, 4, 2, 5])
        return reduction(norm(neighbours.reshaped([batch, half * half, 4 * width])))
    }
}
