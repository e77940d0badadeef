import Checkpoints
import Tensor

/// ViCLIP's video tower: one transformer over the patches of all frames.
///
/// Patches of every frame with their position in the frame, one class token for the clip, the frame's position on
/// patches alone, `ln_pre`, transformer, `ln_post` of the class token, projection. The sequence is the class token,
/// then the patches with the frame as the fastest index.
/// Shapes: `[B, F, R, R, 3]` (normalised, R the configured resolution, F the configured number of frames, or 1) to
/// features `[B, D]`, not of unit length.
public struct ViCLIPVideoEncoder: Sendable {
    private let resolution: Int
    private let patches: PatchEmbedding
    private let classToken: Tensor
    private let positions: Tensor
    private let framePositions: Tensor
    private let normPre: LayerNorm
    private let blocks: [PreNormBlock]
    private let normPost: LayerNorm
    private let projection: Linear

    init(_ config: ViCLIPConfig, weights scope: WeightScope) throws {
        let (width, patch, side) = (config.visionWidth, config.visionPatchSize, config.gridSide)
        resolution = config.imageResolution
        let kernel = try scope("conv1").tensor("weight", [width, 3, 1, patch, patch])
        patches = PatchEmbedding(weight: kernel.reshaped([width, 3, patch, patch]), bias: nil)
        classToken = try scope.tensor("class_embedding", [width])
        positions = try scope.tensor("positional_embedding", [side * side + 1, width])
        framePositions = try scope.tensor("temporal_positional_embedding", [1, config.frames, width])
            .reshaped([config.frames, width])
        normPre = try LayerNorm(scope("ln_pre"), width: width, epsilon: 1e-5)
        blocks = try (0..<config.visionLayers).map {
            try clipBlock(
                scope("transformer")("resblocks")($0), width: width, heads: config.visionHeads, causal: false)
        }
        normPost = try LayerNorm(scope("ln_post"), width: width, epsilon: 1e-5)
        projection = try Networks.projection(scope, "proj", input: width, output: config.embeddingWidth)
    }

    /// - Throws: `NetworkError.input` for clips of another size or length than the configured ones.
    public func callAsFunction(_ clips: Tensor, trace: Trace? = nil) throws -> Tensor {
        let trained = framePositions.shape[0]
        guard clips.rank == 5, [1, trained].contains(clips.shape[1]),
            Array(clips.shape[2...]) == [resolution, resolution, 3]
        else {
            throw NetworkError.input(
                network: ViCLIP.name,
                expected:
                    "clips of \(trained) frames (or one) of \(resolution)×\(resolution) pixels, 3 channels",
                found: "shape \(clips.shape) (B, F, H, W, C)")
        }
        let (batch, frames, side) = (clips.shape[0], clips.shape[1], resolution / patches.patch)
        let embedded = patches(clips.reshaped([batch * frames, resolution, resolution, 3]))
        let width = embedded.width
        trace?.record(
            "video.conv1",
            embedded.reshaped([batch, frames, side, side, width]).transposed([0, 4, 1, 2, 3]))
        let h = normPre(sequence(embedded.reshaped([batch, frames, side * side, width])))
        trace?.record("video.ln_pre", h)
        let summary = normPost(classTokens(of: h, after: blocks, trace: trace, name: "video.block"))
        trace?.record("video.ln_post", summary)
        return projection(summary)
    }

    /// Class token and patches with their positions: `[B, F, P, D]` to `[B, 1 + P · F, D]`.
    private func sequence(_ patches: Tensor) -> Tensor {
        let (batch, frames, count, width) = (
            patches.shape[0], patches.shape[1], patches.shape[2], patches.shape[3]
        )
        let time = frames == framePositions.shape[0] ? framePositions : meanFramePosition()
        let result = Tensor([batch, 1 + count * frames, width])
        for clip in 0..<batch {
            var target = result.pointer + clip * (1 + count * frames) * width
            for column in 0..<width {
                target[column] = classToken.pointer[column] + positions.pointer[column]
            }
            target += width
            for patch in 0..<count {
                let place = positions.pointer + (1 + patch) * width
                for frame in 0..<frames {
                    let source = patches.pointer + ((clip * frames + frame) * count + patch) * width
                    let moment = time.pointer + frame * width
                    for column in 0..<width {
                        target[column] = (source[column] + place[column]) + moment[column]
                    }
                    target += width
                }
            }
        }
        return withExtendedLifetime((patches, classToken, positions, time)) { result }
    }

    /// The position of the only frame of a clip: the mean of all.
    private func meanFramePosition() -> Tensor {
        let (frames, width) = (framePositions.shape[0], framePositions.shape[1])
        let result = Tensor([1, width])
        for column in 0..<width {
            let sum = (0..<frames).reduce(0.0) { $0 + Double(framePositions.pointer[$1 * width + column]) }
            result.pointer[column] = Float(sum / Double(frames))
        }
        return result
    }
}
