import Checkpoints
import Networks
import Tensor

extension ComparedWork {
    private static let width = 768.0
    /// Two operations for every weight of a transformer layer with an inner width of four times the width.
    private static let layer = 2 * 12 * width * width

    /// Backbone, pyramid and proposal head.
    static let gritFeatures = ComparedWork(
        "grit_features", "GRiT image", shape: "2×3×256×256", operations: 2 * featureOperations
    ) {
        let network = try GRiT.load(from: SyntheticWeights())
        let input = images("grit_features", [2, 3, 256, 256]).mapped { $0 * 60 + 120 }
        return { Tensor.stacked(try network.proposalMaps(input).map { $0.reshaped([$0.rows, 5]) }) }
    }

    /// Eight regions, twelve tokens each.
    static let gritText = ComparedWork(
        "grit_text", "GRiT descriptions", shape: "8 regions × 12 tokens", operations: 8 * textOperations
    ) {
        let network = try GRiT.load(from: SyntheticWeights())
        let regions = images("grit_text", [8, 256, 14, 14])
        let prefix = [101] + (0..<11).map { 2000 + 7 * $0 }
        return { network.textLogits(regions, prefix: prefix) }
    }

    /// Of one image; window blocks have 196 keys a query.
    private static var featureOperations: Double {
        let (tokens, channels) = (256.0, 256.0)
        let convolution = 2 * 9 * channels * channels
        let backbone =
            2 * tokens * width * width + 12 * tokens * layer
            + 4 * tokens * width * (4 * tokens + 8 * 196)
        let lateral = 2 * width * channels + convolution
        let pyramid =
            2 * tokens * width * 4 * width + (1024 + 256 + 64) * lateral + (16 + 4) * convolution
        let heads = (1024.0 + 256 + 64 + 16 + 4) * (4 * convolution + 2 * 9 * channels * 5)
        return backbone + pyramid + heads
    }

    /// Of one region; the last layer only needs its keys and values.
    private static var textOperations: Double {
        let cells = 196.0
        let regions =
            cells * (2 * 256 * width + 5 * layer + 2 * 2 * width * width) + 5 * 4 * cells * cells * width
        let step = 6 * (layer + 4 * (cells + 6) * width) + 2 * width * 30522
        return regions + 12 * step
    }
}
