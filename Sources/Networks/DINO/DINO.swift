import Checkpoints
import Tensor

/// DINO's self-supervised vision transformer; its class token tells whether two images show the same thing.
///
/// Patches, class token and (interpolated) positions, pre-norm transformer with exact GELU, final norm, class token.
/// Shapes: `[B, H, W, 3]` (normalised, any size of at least one patch) to `[B, D]`, not of unit length.
/// Source: Caron et al. 2021 (arXiv 2104.14294), ViT-B/16.
public struct DINO: Network {
    public static let name = "dino_vitb16"

    public let config: DINOConfig
    private let patches: PatchEmbedding
    private let classToken: Tensor
    private let positions: PositionGrid
    private let blocks: [PreNormBlock]
    private let norm: LayerNorm

    public init(_ config: DINOConfig, weights scope: WeightScope) throws {
        try config.validate()
        self.config = config
        let width = config.width
        patches = try PatchEmbedding(
            scope("patch_embed")("proj"), patch: config.patchSize, width: width, bias: true)
        classToken = try scope.tensor("cls_token", [1, 1, width])
        positions = PositionGrid(
            table: try scope.tensor("pos_embed", [1, config.gridSide * config.gridSide + 1, width]),
            side: config.gridSide)
        blocks = try (0..<config.depth).map {
            try Self.block(scope("blocks")($0), width: width, heads: config.heads)
        }
        norm = try LayerNorm(scope("norm"), width: width, epsilon: 1e-6)
    }

    /// - Throws: `NetworkError.input` for images without a whole patch.
    public func callAsFunction(_ images: Tensor, trace: Trace? = nil) throws -> Tensor {
        let patch = config.patchSize
        guard images.rank == 4, images.shape[3] == 3, images.shape[1] >= patch, images.shape[2] >= patch
        else {
            throw NetworkError.input(
                network: Self.name, expected: "images of at least \(patch)×\(patch) pixels, 3 channels",
                found: "shape \(images.shape) (B, H, W, C)")
        }
        let embedded = patches(images)
        trace?.record("patch_embed", embedded)
        let table = positions.table(
            height: images.shape[1] / patch, width: images.shape[2] / patch,
            isSquare: images.shape[1] == images.shape[2])
        trace?.record("pos_embed", table)
        let h = embedded.prepending(token: classToken).addingToEverySequence(table)
        trace?.record("tokens", h)
        return norm(classTokens(of: h, after: blocks, trace: trace, name: "block"))
    }

    private static func block(_ scope: WeightScope, width: Int, heads: Int) throws -> PreNormBlock {
        PreNormBlock(
            norm1: try LayerNorm(scope("norm1"), width: width, epsilon: 1e-6),
            queryKeyValue: try Linear(scope("attn")("qkv"), input: width, output: 3 * width),
            output: try Linear(scope("attn")("proj"), input: width, output: width),
            norm2: try LayerNorm(scope("norm2"), width: width, epsilon: 1e-6),
            fc1: try Linear(scope("mlp")("fc1"), input: width, output: 4 * width),
            fc2: try Linear(scope("mlp")("fc2"), input: 4 * width, output: width),
            heads: heads, activation: .gelu)
    }
}
