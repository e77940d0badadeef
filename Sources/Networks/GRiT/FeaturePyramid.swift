import Checkpoints
import Tensor

/// Five feature maps from one: strides of half the patch to eight patches, all of one width.
///
/// Shapes: `[B, H, W, D]` to maps of 2 H, H, H / 2, ⌈H / 4⌉ and ⌈H / 8⌉ rows (columns likewise), C channels.
/// Source: Li et al. 2022 (arXiv 2203.16527), the simple feature pyramid; the two coarsest as in FCOS.
struct FeaturePyramid: Sendable {
    /// `[H, W, D]` to `[H, W, C]`: 1×1, norm, 3×3, norm.
    private struct Lateral: Sendable {
        let conv1: Linear
        let norm1: LayerNorm
        let conv2: Convolution2D
        let norm2: LayerNorm

        init(_ scope: WeightScope, name: String, _ config: GRiTConfig) throws {
            let width = config.pyramidWidth
            let weight = try scope("\(name)_conv1").tensor("weight", [width, config.width, 1, 1])
            conv1 = Linear(weight: weight.reshaped([width, config.width]), bias: nil)
            norm1 = try LayerNorm(scope("\(name)_norm1"), width: width, epsilon: 1e-5)
            conv2 = try Convolution2D(
                scope("\(name)_conv2"), input: width, output: width, kernel: 3, padding: .all(1), bias: false)
            norm2 = try LayerNorm(scope("\(name)_norm2"), width: width, epsilon: 1e-5)
        }

        func callAsFunction(_ grid: Tensor) -> Tensor { norm2(conv2(norm1(conv1(grid)))) }
    }

    /// The transposed 2×2 convolution as a product: four groups of outputs, one a pixel.
    private let upsampling: Linear
    private let fine: Lateral
    private let middle: Lateral
    private let coarse: Lateral
    private let coarser: Convolution2D
    private let coarsest: Convolution2D

    init(_ scope: WeightScope, _ config: GRiTConfig) throws {
        let (depth, width) = (config.width, config.pyramidWidth)
        let transposed = try scope("fpn_stride_16_8").tensor("weight", [depth, depth, 2, 2])
        upsampling = Linear(
            weight: transposed.transposed([2, 3, 1, 0]).reshaped([4 * depth, depth]), bias: nil)
        fine = try Lateral(scope, name: "fpn_stride8", config)
        middle = try Lateral(scope, name: "fpn_stride16", config)
        coarse = try Lateral(scope, name: "fpn_stride32", config)
        coarser = try Convolution2D(
            scope("top_block")("p6"), input: width, output: width, kernel: 3, stride: 2, padding: .all(1))
        coarsest = try Convolution2D(
            scope("top_block")("p7"), input: width, output: width, kernel: 3, stride: 2, padding: .all(1))
    }

    /// The maps, finest first.
    func callAsFunction(_ grid: Tensor, trace: Trace? = nil) -> [Tensor] {
        let (batch, height, width, depth) = (grid.shape[0], grid.shape[1], grid.shape[2], grid.shape[3])
        let enlarged = upsampling(grid).reshaped([batch, height, width, 2, 2, depth])
            .transposed([0, 1, 3, 2, 4, 5]).reshaped([batch, 2 * height, 2 * width, depth])
        let p5 = coarse(grid.pooled(.maximum, kernel: 2, stride: 2))
        let p6 = coarser(p5)
        let maps = [fine(enlarged), middle(grid), p5, p6, coarsest(p6.activated(.relu))]
        for (index, map) in maps.enumerated() { trace?.recordImages("fpn.p\(index + 3)", map) }
        return maps
    }
}
