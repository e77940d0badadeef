import Checkpoints
import Media
import Tensor

/// GRiT's backbone: a vision transformer that keeps its tokens on a grid, most blocks attending within windows.
///
/// Patches plus resampled absolute positions, then the blocks; no class token, no final norm.
/// Shapes: `[B, H, W, 3]` (normalised, sides multiples of the patch) to `[B, H / p, W / p, D]`.
/// Source: Li et al. 2022 (arXiv 2203.16527), ViTDet.
struct GridTransformer: Sendable {
    private let patches: PatchEmbedding
    /// `[side, side, D]`.
    private let positions: Tensor
    private let blocks: [GridBlock]

    init(_ scope: WeightScope, _ config: GRiTConfig) throws {
        let side = config.positionSide
        patches = try PatchEmbedding(
            scope("patch_embed")("proj"), patch: config.patchSize, width: config.width, bias: true)
        // The first entry belongs to a class token that this network does not have.
        positions = try scope.tensor("pos_embed", [1, side * side + 1, config.width])
            .reshaped([side * side + 1, config.width])[1..<side * side + 1]
            .reshaped([side, side, config.width])
        blocks = try (0..<config.depth).map {
            try GridBlock(scope("blocks")($0), config, isGlobal: config.globalBlocks.contains($0))
        }
    }

    func callAsFunction(_ images: Tensor, trace: Trace? = nil) -> Tensor {
        let (batch, height, width) = (
            images.shape[0], images.shape[1] / patches.patch, images.shape[2] / patches.patch
        )
        let embedded = patches(images)
        let depth = embedded.width
        trace?.record("vit.patch_embed", embedded.reshaped([batch, height, width, depth]))
        let table =
            positions.shape[0] == height && positions.shape[1] == width
            ? positions : Resize.torchBicubic(positions, height: height, width: width)
        trace?.record("vit.abs_pos", table)
        var grid = embedded.addingToEverySequence(table).reshaped([batch, height, width, depth])
        for (index, block) in blocks.enumerated() {
            grid = block(grid)
            trace?.record("vit.block\(index)", grid)
        }
        return grid
    }
}
