import Checkpoints
import Tensor

/// CLIP's image tower.
///
/// Patches, class token and positions, `ln_pre`, transformer, `ln_post` of the class token, projection.
/// Shapes: `[B, R, R, 3]` (normalised, R the configured resolution) to features `[B, D]`, not of unit length.
public struct CLIPImageEncoder: Sendable {
    private let resolution: Int
    private let patches: PatchEmbedding
    private let classToken: Tensor
    private let positions: Tensor
    private let normPre: LayerNorm
    private let blocks: [PreNormBlock]
    private let normPost: LayerNorm
    private let projection: Linear

    init(_ config: CLIPConfig, weights scope: WeightScope) throws {
        let (width, side) = (config.visionWidth, config.imageResolution / config.visionPatchSize)
        resolution = config.imageResolution
        patches = try PatchEmbedding(
            scope("conv1"), patch: config.visionPatchSize, width: width, bias: false)
        classToken = try scope.tensor("class_embedding", [width])
        positions = try scope.tensor("positional_embedding", [side * side + 1, width])
        normPre = try LayerNorm(scope("ln_pre"), width: width, epsilon: 1e-5)
        blocks = try (0..<config.visionLayers).map {
            try clipBlock(
                scope("transformer")("resblocks")($0), width: width, heads: config.visionHeads, causal: false)
        }
        normPost = try LayerNorm(scope("ln_post"), width: width, epsilon: 1e-5)
        projection = try Networks.projection(scope, "proj", input: width, output: config.embeddingWidth)
    }

    /// - Throws: `NetworkError.input` for images of another size than the configured one.
    public func callAsFunction(_ images: Tensor, trace: Trace? = nil) throws -> Tensor {
        guard images.rank == 4, Array(images.shape.dropFirst()) == [resolution, resolution, 3] else {
            throw NetworkError.input(
                network: CLIP.name, expected: "images of \(resolution)×\(resolution) pixels, 3 channels",
                found: "shape \(images.shape) (B, H, W, C)")
        }
        let embedded = patches(images)
        let side = resolution / patches.patch
        trace?.record(
            "image.conv1", embedded.reshaped([-1, side, side, embedded.width]).transposed([0, 3, 1, 2]))
        let h = normPre(embedded.prepending(token: classToken).addingToEverySequence(positions))
        trace?.record("image.ln_pre", h)
        let summary = normPost(classTokens(of: h, after: blocks, trace: trace, name: "image.block"))
        trace?.record("image.ln_post", summary)
        return projection(summary)
    }
}
