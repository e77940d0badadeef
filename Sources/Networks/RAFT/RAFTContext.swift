import Tensor

/// What RAFT draws from the first frame of a pair besides its features: the state to start from and the context.
///
/// Shapes: `[B, H/n, W/n, …]`, n the encoders' downsampling, one entry a frame.
public struct RAFTContext: Sendable {
    let hidden: Tensor
    let context: Tensor
    let contributions: [RAFTRecurrentUnit.Contribution]

    /// Entries `range`.
    public subscript(_ range: Range<Int>) -> RAFTContext {
        RAFTContext(
            hidden: hidden[range], context: context[range],
            contributions: contributions.map {
                RAFTRecurrentUnit.Contribution(gates: $0.gates[range], candidate: $0.candidate[range])
            })
    }
}
