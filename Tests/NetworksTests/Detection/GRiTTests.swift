import Checkpoints
import Foundation
import Networks
import TestSupport
import Tensor
import Testing

@Suite struct GRiTTests {
    private static let configuration = Data(#"{"test_topk_per_image": 3, "max_steps": 12}"#.utf8)

    private static func image(_ name: String, height: Int, width: Int) -> NamedTensors.Value {
        let values = SyntheticWeights.unit("input:\(name)/image", shape: [3, height, width]).values
        return .integer(
            shape: [3, height, width], values: values.map { Int64((($0 + 1) * 128).rounded(.down)) })
    }

    private func expect(
        _ outputs: [String: Tensor], _ golden: GoldenFile, _ name: String, steps: [Int], _ tolerance: Float
    ) throws {
        let expected = golden.tensor(name)
        let found = try #require(outputs[name]).every(steps)
        let closeness = Closeness(name, found.reshaped(expected.shape), expected, tolerance: tolerance)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
    }

    private func expectBackbone(_ outputs: [String: Tensor], _ golden: GoldenFile) throws {
        for name in ["vit.patch_embed", "vit.block0", "vit.block2", "vit.block11"] {
            try expect(outputs, golden, name, steps: [1, 3, 3, 1], 1.5e-4)
        }
        try expect(outputs, golden, "vit.abs_pos", steps: [3, 3, 4], 1e-6)
        for (level, step) in [(3, 4), (4, 2), (5, 1), (6, 1), (7, 1)] {
            try expect(outputs, golden, "fpn.p\(level)", steps: [1, 16, step, step], 5e-5)
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theDetectorMatchesItsGoldens() throws {
        let golden = try GoldenFile(shared: "parity/grit_b/grit_a.safetensors")
        let boxes: [Float] = [
            3.5, 4.25, 60, 47.5, 10, 20, 190, 140, 100.25, 30.5, 130.75, 90, 0, 0, 200, 150, 150.5, 100.5,
            152, 103,
        ]
        let prefix: [Int64] = [101, 1037, 2158, 3564, 2006]
        let outputs = try NetworkRegistry.network("grit_b").extract(
            configJSON: Self.configuration, weights: RaisedWeights(),
            inputs: NamedTensors([
                "image": Self.image("grit_a", height: 150, width: 200),
                "boxes": .real(Tensor([5, 4], boxes)), "tokens": .integer(shape: [1, 5], values: prefix),
            ]), trace: true)
        try expectBackbone(outputs, golden)
        for level in 0..<5 {
            try expect(outputs, golden, "prop.heatmap\(level)", steps: [1, 1, 1, 1], 7e-5)
            try expect(outputs, golden, "prop.reg\(level)", steps: [1, 1, 1, 1], 9e-5)
        }
        try expectProposals(outputs, golden)
        try expect(outputs, golden, "roi.pool7", steps: [1, 32, 1, 1], 5e-5)
        try expect(outputs, golden, "roi.pool14", steps: [1, 64, 3, 3], 5e-5)
        for stage in 0..<3 {
            try expect(outputs, golden, "roi.stage\(stage).logits", steps: [1, 1], 2e-5)
            try expect(outputs, golden, "roi.stage\(stage).deltas", steps: [1, 1], 2e-5)
            try expect(outputs, golden, "roi.stage\(stage).boxes", steps: [1, 1], 5e-3)
        }
        try expect(outputs, golden, "text.proj", steps: [1, 40, 1], 1e-4)
        try expect(outputs, golden, "text.step0", steps: [1, 7], 7e-5)
        try expect(outputs, golden, "text.len5", steps: [1, 1, 61], 7e-5)
        try expect(outputs, golden, "det.boxes", steps: [1, 1], 5e-3)
        try expect(outputs, golden, "det.objectness", steps: [1], 2e-5)
        try expect(outputs, golden, "det.mean_logprob", steps: [1], 1e-4)
        try expect(outputs, golden, "det.final_scores", steps: [1], 1e-5)
        #expect(outputs["det.token_ids"]!.values.map(Int.init) == golden.integers("det.token_ids"))
    }

    /// The last proposal sits on the cut and may be missing; two neighbours are nearly equal and may be exchanged.
    private func expectProposals(_ outputs: [String: Tensor], _ golden: GoldenFile) throws {
        let (boxes, scores) = (try #require(outputs["prop.boxes"]), try #require(outputs["prop.scores"]))
        #expect([255, 256].contains(scores.count))
        var order = Array(0..<255)
        let expected = golden.tensor("prop.boxes")
        if abs(boxes.values[4 * 69] - expected.values[4 * 69]) > 1e-2 { order.swapAt(69, 70) }
        let ordered = Tensor([255, 4], order.flatMap { boxes.values[4 * $0..<4 * $0 + 4] })
        let closeness = Closeness("prop.boxes", ordered, expected[0..<255], tolerance: 5e-3)
        print(closeness)
        #expect(closeness.holds, "\(closeness)")
        let scored = Closeness(
            "prop.scores", scores[0..<255], golden.tensor("prop.scores")[0..<255], tolerance: 1e-5)
        print(scored)
        #expect(scored.holds, "\(scored)")
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theBackboneMatchesItsGoldensAtAnotherSize() throws {
        let golden = try GoldenFile(shared: "parity/grit_b/grit_b.safetensors")
        let outputs = try NetworkRegistry.network("grit_b").extract(
            configJSON: Self.configuration, weights: RaisedWeights(),
            inputs: NamedTensors(["image": Self.image("grit_b", height: 256, width: 256)]), trace: true)
        try expectBackbone(outputs, golden)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theStateDictIsThePublishedOne() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/grit_b.json"))
        let network = try NetworkRegistry.network("grit_b")
        #expect(network.parameters == table.parameterCount)
        let image = Tensor([1, 3, 32, 32], filledWith: 0)
        _ = try network.extract(weights: table, inputs: NamedTensors(["image": .real(image)]))
    }
}
