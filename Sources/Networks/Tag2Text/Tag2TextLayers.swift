import Checkpoints
import Tensor

/// A layer that attends to another sequence and then feeds forward; the tag head and the tag encoder share some.
struct CrossLayer: Sendable {
    let attention: BERTCrossAttention
    let feedForward: BERTFeedForward

    init(_ scope: WeightScope, _ config: Tag2TextConfig, source: Int) throws {
        let epsilon = Float(config.layerNormEpsilon)
        attention = try BERTCrossAttention(
            scope("crossattention"), width: config.hiddenSize, source: source, epsilon: epsilon)
        feedForward = try BERTFeedForward(
            scope, width: config.hiddenSize, inner: config.intermediateSize, epsilon: epsilon)
    }

    /// The names that a layer has, for those that a file repeats elsewhere.
    static func ignore(_ scope: WeightScope) {
        let dense = ["intermediate.dense", "output.dense", "output.LayerNorm"]
        let attention = ["self.query", "self.key", "self.value", "output.dense", "output.LayerNorm"]
        for name in dense + attention.map({ "crossattention." + $0 }) {
            for part in ["weight", "bias"] { scope.ignore("\(name).\(part)") }
        }
    }
}

/// A full layer: self-attention, then a `CrossLayer`.
struct TextLayer: Sendable {
    let selfAttention: BERTSelfAttention
    let cross: CrossLayer

    init(_ scope: WeightScope, _ config: Tag2TextConfig, cross: CrossLayer) throws {
        selfAttention = try BERTSelfAttention(
            scope("attention"), width: config.hiddenSize, heads: config.heads,
            epsilon: Float(config.layerNormEpsilon))
        self.cross = cross
    }
}

extension WeightScope {
    /// The tensor that a file holds under several names: the last of them that it has, or the last one.
    func tied(_ names: [String], _ shape: [Int]) throws -> Tensor {
        let name = names.last(where: has) ?? names[names.count - 1]
        for other in names where other != name { ignore(other) }
        return try tensor(name, shape)
    }
}
