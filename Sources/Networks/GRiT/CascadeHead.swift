import Checkpoints
import Foundation
import Tensor

/// Refines boxes in stages and tells how sure it is that each holds an object.
///
/// A stage pools its boxes, and from two hidden layers predicts object against background and how the box moves.
/// Source: Cai and Vasconcelos 2018, Cascade R-CNN, without classes.
struct CascadeHead: Sendable {
    private struct Stage: Sendable {
        /// The pooled features as one patch: a product over all of its cells.
        let fc1: Convolution2D
        let fc2: Linear
        let scores: Linear
        let box1: Linear
        let box2: Linear
        let deltas: BoxDeltas

        init(_ scope: WeightScope, _ config: GRiTConfig, stage: Int) throws {
            let (cells, width, hidden) = (config.poolSize, config.pyramidWidth, config.boxWidth)
            let (head, predictor) = (scope("box_head")(stage), scope("box_predictor")(stage))
            let weight = try head("fc1").tensor("weight", [hidden, width * cells * cells])
            fc1 = Convolution2D(
                weight: weight.reshaped([hidden, width, cells, cells]),
                bias: try head("fc1").tensor("bias", [hidden]), padding: .all(0))
            fc2 = try Linear(head("fc2"), input: hidden, output: hidden)
            scores = try Linear(predictor("cls_score"), input: hidden, output: 2)
            box1 = try Linear(predictor("bbox_pred")(0), input: hidden, output: hidden)
            box2 = try Linear(predictor("bbox_pred")(2), input: hidden, output: 4)
            let weights = config.cascadeWeights[stage]
            deltas = BoxDeltas(weights: SIMD4(weights[0], weights[1], weights[2], weights[3]))
        }
    }

    /// A box after the last stage, not clipped, and the mean probability of an object over the stages.
    struct Refined: Sendable {
        let box: Box
        let probability: Float
    }

    private let stages: [Stage]
    private let poolSize: Int
    private let assignment: PyramidAssignment

    init(_ scope: WeightScope, _ config: GRiTConfig, assignment: PyramidAssignment) throws {
        stages = try config.cascadeWeights.indices.map { try Stage(scope, config, stage: $0) }
        poolSize = config.poolSize
        self.assignment = assignment
    }

    /// The boxes of one image through all stages; between stages they are clipped to the image.
    func callAsFunction(
        _ boxes: [Box], image: Int, pyramid: [PyramidLevel], size: ImageSize, trace: Trace? = nil
    ) -> [Refined] {
        guard !boxes.isEmpty else { return [] }
        var boxes = boxes
        var probabilities = [Float](repeating: 0, count: boxes.count)
        for (index, stage) in stages.enumerated() {
            if index > 0 { boxes = boxes.map { $0.clipped(width: size.width, height: size.height) } }
            let regions = boxes.map { Region(box: $0.corners, level: assignment.index(of: $0), image: image) }
            let pooled = regionAlign(regions, in: pyramid, bins: poolSize)
            if index == 0 { trace?.recordImages("roi.pool\(poolSize)", pooled) }
            let hidden = stage.fc2(
                stage.fc1(pooled, activation: .relu).reshaped([boxes.count, stage.fc2.inputWidth]),
                activation: .relu)
            let logits = stage.scores(hidden)
            let moves = stage.box2(stage.box1(hidden, activation: .relu))
            for box in boxes.indices {
                let (object, background) = (logits.pointer[2 * box], logits.pointer[2 * box + 1])
                probabilities[box] += 1 / (1 + exp(background - object))
                let move = moves.pointer + 4 * box
                boxes[box] = stage.deltas.applied(
                    SIMD4(move[0], move[1], move[2], move[3]), to: boxes[box])
            }
            withExtendedLifetime((logits, moves)) {}
            trace?.record("roi.stage\(index).logits", logits)
            trace?.record("roi.stage\(index).deltas", moves)
            trace?.record(
                "roi.stage\(index).boxes", Tensor([boxes.count, 4], boxes.flatMap(\.coordinates)))
        }
        return zip(boxes, probabilities).map {
            Refined(box: $0, probability: $1 / Float(stages.count))
        }
    }
}
