import Checkpoints
import Tensor

/// A pre-norm transformer block over a grid of tokens, within windows or across the whole grid.
///
/// Shapes: `[B, H, W, D]` to the same.
///
/// Window blocks of the reference pad the normalised grid with zeros to whole windows; the padded cells are
/// ordinary keys, whose key and value are the biases. Their queries are never read, so here they are not computed.
struct GridBlock: Sendable {
    private let norm1: LayerNorm
    private let queryKeyValue: Linear
    /// What the projection makes of a padded cell: its bias.
    private let padding: Tensor
    private let positions: RelativePositions
    private let output: Linear
    private let norm2: LayerNorm
    private let fc1: Linear
    private let fc2: Linear
    private let heads: Int
    /// Nil for blocks that attend to the whole grid.
    private let window: Int?

    init(_ scope: WeightScope, _ config: GRiTConfig, isGlobal: Bool) throws {
        let width = config.width
        norm1 = try LayerNorm(scope("norm1"), width: width, epsilon: 1e-6)
        padding = try scope("attn")("qkv").tensor("bias", [3 * width])
        queryKeyValue = Linear(
            weight: try scope("attn")("qkv").tensor("weight", [3 * width, width]), bias: padding)
        let side = isGlobal ? config.imageSize / config.patchSize : config.windowSize
        positions = try RelativePositions(scope("attn"), length: 2 * side - 1, width: width / config.heads)
        output = try Linear(scope("attn")("proj"), input: width, output: width)
        norm2 = try LayerNorm(scope("norm2"), width: width, epsilon: 1e-6)
        fc1 = try Linear(scope("mlp")("fc1"), input: width, output: 4 * width)
        fc2 = try Linear(scope("mlp")("fc2"), input: 4 * width, output: width)
        heads = config.heads
        window = isGlobal ? nil : config.windowSize
    }

    func callAsFunction(_ grid: Tensor) -> Tensor {
        let shape = grid.shape
        let joint = queryKeyValue(norm1(grid)).reshaped([shape[0], shape[1] * shape[2], 3 * grid.width])
        let attended =
            window.map { windows(joint, height: shape[1], width: shape[2], side: $0) }
            ?? whole(joint, height: shape[1], width: shape[2])
        let h = output(attended.reshaped(shape), residual: grid)
        return fc2(fc1(norm2(h), activation: .gelu), residual: h)
    }

    /// Every token against every other: `[B, T, 3 D]` to `[B, T, D]`.
    private func whole(_ joint: Tensor, height: Int, width: Int) -> Tensor {
        let depth = joint.width / 3
        let places = (0..<height).flatMap { row in (0..<width).map { (row, $0) } }
        let bias = positions.bias(joint.columns(0..<depth), at: places, height: height, width: width)
        func columns(_ part: Int) -> TokenColumns { TokenColumns(joint, start: part * depth, width: depth) }
        return attention(
            columns(0), [KeyValueSegment(keys: columns(1), values: columns(2))], heads: heads, bias: bias)
    }

    /// The same within windows.
    private func windows(_ joint: Tensor, height: Int, width: Int, side: Int) -> Tensor {
        let depth = joint.width / 3
        let layout = WindowLayout(images: joint.shape[0], height: height, width: width, side: side)
        let result = Tensor([joint.shape[0], height * width, depth])
        for kind in layout.kinds {
            let queries = layout.gathered(joint, kind, columns: 0..<depth)
            let keyValues = layout.gathered(joint, kind, columns: depth..<3 * depth, padding: padding)
            let segment = KeyValueSegment(
                keys: TokenColumns(keyValues, start: 0, width: depth),
                values: TokenColumns(keyValues, start: depth, width: depth))
            let bias = positions.bias(queries, at: layout.places(kind), height: side, width: side)
            layout.scatter(
                attention(TokenColumns(queries), [segment], heads: heads, bias: bias), kind, into: result)
        }
        return result
    }
}
