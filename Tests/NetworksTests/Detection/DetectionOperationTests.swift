import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

/// The operations of detectors against goldens of the reference libraries.
@Suite struct DetectionOperationTests {
    private let golden: GoldenFile

    init() throws { golden = try GoldenFile(path: fixturePath("detection_ops.safetensors")) }

    private func boxes(_ name: String) -> [Box] {
        let values = golden.tensor(name).values
        return stride(from: 0, to: values.count, by: 4).map {
            Box(left: values[$0], top: values[$0 + 1], right: values[$0 + 2], bottom: values[$0 + 3])
        }
    }

    @Test(arguments: [(30, 0.3), (50, 0.5), (70, 0.7), (90, 0.9)])
    func suppressionKeepsTheReferencesBoxesInItsOrder(percent: Int, threshold: Double) {
        let kept = NonMaximumSuppression.kept(
            boxes("nms.boxes"), scores: golden.tensor("nms.scores").values, threshold: threshold)
        #expect(kept == golden.integers("nms.keep_\(percent)"))
    }

    @Test func labelsAreSuppressedApart() {
        let kept = NonMaximumSuppression.kept(
            boxes("nms.boxes"), scores: golden.tensor("nms.scores").values,
            labels: golden.integers("nms.labels"),
            threshold: 0.5)
        #expect(kept == golden.integers("nms.batched_keep_50"))
    }

    @Test func anOverlapOfTheThresholdStaysAndEqualScoresKeepTheEarlierBox() {
        let boxes = boxes("nms.edge_boxes")
        let kept = NonMaximumSuppression.kept(
            boxes, scores: golden.tensor("nms.edge_scores").values, threshold: 0.5)
        #expect(kept == golden.integers("nms.edge_keep_50"))
        #expect(boxes[0].overlap(with: boxes[1]) == 0.5)
    }

    @Test func levelsAreThoseOfTheReference() {
        let assignment = PyramidAssignment(finest: 3, coarsest: 5)
        #expect(boxes("level.boxes").map(assignment.index) == golden.integers("level.index"))
    }

    @Test(
        arguments: [
            SIMD4<Float>(10, 10, 5, 5), SIMD4<Float>(20, 20, 10, 10), SIMD4<Float>(30, 30, 15, 15),
        ].enumerated().map { ($0, $1) })
    func deltasMoveBoxesAsTheReferenceDoes(index: Int, weights: SIMD4<Float>) {
        let deltas = golden.tensor("delta.deltas").values
        let moved = boxes("delta.boxes").enumerated().map { row, box in
            BoxDeltas(weights: weights).applied(
                SIMD4(deltas[4 * row], deltas[4 * row + 1], deltas[4 * row + 2], deltas[4 * row + 3]), to: box
            )
        }
        for (box, expected) in zip(moved, boxes("delta.out\(index)")) {
            for (found, wanted) in zip(box.coordinates, expected.coordinates) {
                #expect(abs(found - wanted) <= 1e-5 * max(1, abs(wanted)), "\(found), golden \(wanted)")
            }
        }
    }

    @Test(arguments: [("align7", 7, 1, 0), ("align14_s8", 14, 8, 0), ("align7_sr2", 7, 1, 2)])
    func alignedRegionsMatchTheirGoldens(name: String, bins: Int, factor: Int, samples: Int) {
        let map = SyntheticWeights.unit("input:roi_a/feature", shape: [1, 3, 11, 17]).transposed([0, 2, 3, 1])
        let regions = boxes("roi.boxes").map { box in
            let corners = box.coordinates.map { $0 * Float(factor) }
            return Region(box: SIMD4(corners[0], corners[1], corners[2], corners[3]))
        }
        for tier in KernelTier.allCases where tier <= .best {
            let aligned = Compute.$current.withValue(Compute(tier: tier)) {
                regionAlign(
                    regions, in: [PyramidLevel(features: map, scale: 1 / Float(factor))], bins: bins,
                    samples: samples)
            }
            let closeness = Closeness(
                name, aligned.transposed([0, 3, 1, 2]), golden.tensor("roi.\(name)"), tolerance: 1e-5)
            print(closeness)
            #expect(closeness.holds, "\(tier): \(closeness)")
        }
    }

    @Test func boxesAreClippedAndEmptyOnesKnown() {
        let box = Box(left: -3, top: 4, right: 30, bottom: 50)
        #expect(box.clipped(width: 20, height: 10) == Box(left: 0, top: 4, right: 20, bottom: 10))
        #expect(Box(left: 25, top: 0, right: 30, bottom: 5).clipped(width: 20, height: 10).isEmpty)
        #expect(!box.isEmpty)
    }
}
