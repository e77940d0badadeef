import Tensor

/// Keys and values of the prompt for every text attention of the U-Net, projected once and used at every step.
///
/// In the reference they are projected anew in every forward, and in temporal attention once for every pixel.
public struct TextContext: Sendable {
    /// Number of prompts.
    public let batch: Int
    /// Keys and values `[B, T, C]` by the index of the transformer in construction order.
    let projections: [(keys: Tensor, values: Tensor)]

    package init(batch: Int, projections: [(keys: Tensor, values: Tensor)]) {
        (self.batch, self.projections) = (batch, projections)
    }

    /// The segment that transformer `index` attends to; each prompt serves `queriesPerPrompt` query entries.
    func segment(_ index: Int, queriesPerPrompt: Int) -> KeyValueSegment {
        KeyValueSegment(
            keys: TokenColumns(projections[index].keys), values: TokenColumns(projections[index].values),
            queriesPerEntry: queriesPerPrompt)
    }
}
