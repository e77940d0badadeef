import Checkpoints
import Foundation
import Tensor

/// Boxes that may hold something: a heat and four distances for every cell of every pyramid level.
///
/// Levels share the head; each scales its distances. Shapes: maps `[B, H, W, C]`, finest first, to a list of
/// proposals an image, best first.
/// Source: Zhou et al. 2021 (arXiv 2103.07461), CenterNet2, without classes.
struct ProposalHead: Sendable {
    /// A proposal and its score, the square root of its heat.
    struct Proposal: Sendable, Hashable {
        let box: Box
        let score: Float
    }

    private let tower: [(convolution: Convolution2D, norm: GroupNorm)]
    /// Heat and the four distances as one convolution.
    private let output: Convolution2D
    private let scales: [Float]
    private let config: GRiTConfig

    init(_ scope: WeightScope, _ config: GRiTConfig, levels: Int) throws {
        self.config = config
        let width = config.pyramidWidth
        tower = try (0..<config.proposalConvolutions).map { index in
            // Every third entry of the reference's list is an activation.
            let place = scope("bbox_tower")
            return (
                try Convolution2D(place(3 * index), input: width, output: width, kernel: 3, padding: .all(1)),
                try GroupNorm(
                    place(3 * index + 1), groups: config.proposalGroups, channels: width, epsilon: 1e-5)
            )
        }
        let (heat, distances) = (scope("agn_hm"), scope("bbox_pred"))
        output = Convolution2D(
            weight: .stacked([
                try heat.tensor("weight", [1, width, 3, 3]),
                try distances.tensor("weight", [4, width, 3, 3]),
            ]),
            bias: .stacked([try heat.tensor("bias", [1]), try distances.tensor("bias", [4])]),
            padding: .all(1))
        scales = try (0..<levels).map { try scope("scales")($0).tensor("scale", [1]).values[0] }
    }

    /// The heat before its sigmoid and the four distances, in strides, of every level: `[B, H, W, 5]`.
    func outputs(_ maps: [Tensor], trace: Trace? = nil) -> [Tensor] {
        maps.enumerated().map { index, map in
            let result = output(tower.reduce(map) { $1.norm($1.convolution($0), activation: .relu) })
            Self.finish(result, scale: scales[index])
            trace?.recordImages("prop.heatmap\(index)", result.columns(0..<1))
            trace?.recordImages("prop.reg\(index)", result.columns(1..<5))
            return result
        }
    }

    /// - Parameter strides: pixels a cell of each map covers.
    func callAsFunction(_ maps: [Tensor], strides: [Int], trace: Trace? = nil) throws -> [[Proposal]] {
        let outputs = outputs(maps, trace: trace)
        return try (0..<maps[0].shape[0]).map { image in
            selected(
                try zip(outputs, strides).flatMap {
                    try candidates($0[image..<image + 1], stride: $1)
                })
        }
    }

    /// Scales the distances and cuts them at 0, in place.
    private static func finish(_ result: Tensor, scale: Float) {
        for row in 0..<result.rows {
            let cell = result.pointer + row * 5
            for side in 1...4 { cell[side] = max(cell[side] * scale, 0) }
        }
        withExtendedLifetime(result) {}
    }

    /// The hottest cells of one level of one image, in no particular order of heat but always the same.
    private func candidates(_ output: Tensor, stride: Int) throws -> [Proposal] {
        let width = output.shape[2]
        var found: [Proposal] = []
        try output.withElements { elements in
            for cell in 0..<output.rows {
                let numbers = elements[cell * 5..<cell * 5 + 5]
                guard numbers.allSatisfy(\.isFinite) else {
                    throw NetworkError.input(
                        network: GRiT.name, expected: "finite features",
                        found: "proposals that are not numbers; the image or the weights hold such values")
                }
                let heat = 1 / (1 + exp(-numbers[cell * 5]))
                guard heat > config.proposalThreshold else { continue }
                found.append(
                    Proposal(
                        box: Self.box(
                            Array(numbers.dropFirst()), row: cell / width, column: cell % width,
                            stride: stride),
                        score: heat.squareRoot()))
            }
        }
        guard found.count > config.proposalsPerLevel else { return found }
        return NonMaximumSuppression.descending(found.map(\.score)).prefix(config.proposalsPerLevel)
            .map { found[$0] }
    }

    /// The box of a cell from its distances left, top, right, bottom in strides; never without extent.
    private static func box(_ distances: [Float], row: Int, column: Int, stride: Int) -> Box {
        let (x, y, step) = (
            Float(column * stride + stride / 2), Float(row * stride + stride / 2), Float(stride)
        )
        let (left, top) = (x - distances[0] * step, y - distances[1] * step)
        return Box(
            left: left, top: top, right: max(x + distances[2] * step, left + 0.01),
            bottom: max(y + distances[3] * step, top + 0.01))
    }

    /// The best proposals that differ; scores equal to the last one's stay as well.
    private func selected(_ candidates: [Proposal]) -> [Proposal] {
        let scores = candidates.map(\.score)
        let kept = NonMaximumSuppression.kept(
            candidates.map(\.box), scores: scores, threshold: config.proposalOverlap)
        guard kept.count > config.proposals else { return kept.map { candidates[$0] } }
        let least = scores[kept[config.proposals - 1]]
        return kept.filter { scores[$0] >= least }.map { candidates[$0] }
    }
}
