import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

/// As the golden wants them: with plain ones, no tag is on.
private let loudTags = ScaledWeights { name, _ in name == "fc.W" ? 32 : 1 }

extension Tensor {
    /// Every `step`-th entry of the second axis.
    fileprivate func everyToken(_ step: Int) -> Tensor {
        transposed([1, 0, 2]).everyEntry(step).transposed([1, 0, 2])
    }
}

@Suite(.serialized) struct Tag2TextTests {
    /// An image of bytes 0…255 from the case's name, channels first.
    private static func picture(_ name: String, side: Int) -> RGBImage {
        let planes = SyntheticWeights.unit("input:" + name, shape: [3, side, side])
        let bytes = planes.transposed([1, 2, 0]).values.map { UInt8((($0 + 1) * 128).rounded(.down)) }
        return RGBImage(width: side, height: side, pixels: bytes)
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func fullNetworkMatchesItsGolden() throws {
        let golden = try GoldenFile(shared: "parity/tag2text/t2t_a.safetensors")
        let network = try Tag2Text.load(Tag2TextConfig(), from: loudTags)
        let captioner = try ImageCaptioner(network: network)
        func check(_ name: String, _ actual: Tensor, _ tolerance: Float) {
            let closeness = Closeness(name, actual, golden.tensor(name), tolerance: tolerance)
            print(closeness)
            #expect(closeness.holds, "\(closeness)")
        }
        let image = Self.picture("t2t_a/image", side: 384)
        let trace = Trace()
        let embeds = try network.image(captioner.preprocessing([image]), trace: trace)
        let logits = network.tagLogits(embeds, trace: trace)
        let stages = Dictionary(uniqueKeysWithValues: trace.tensors.map { ($0.name, $0.tensor) })
        let checks: KeyValuePairs<String, (Int, Float)> = [
            "swin.patch_embed": (611, 4e-5), "swin.stage0": (151, 7e-5), "swin.stage1": (37, 7e-5),
            "swin.stage2": (11, 7e-5), "swin.stage3": (11, 7e-5), "tag.hidden": (343, 3e-5),
        ]
        for (name, (step, tolerance)) in checks {
            check(name, try #require(stages[name]).everyToken(step), tolerance)
        }
        check("swin.embeds", embeds.everyToken(9), 4e-5)
        check("tag.logits", logits, 3e-5)
        let tags = network.tags(logits)[0]
        #expect(tags == golden.integers("tag.indices"))

        var states: [String: Tensor] = [:]
        for (name, on) in [("enc", tags), ("enc_short", Array(tags.prefix(3)))] {
            let ids = captioner.tagTokens(on)
            #expect(ids.map(Int.init) == golden.integers("\(name).ids"))
            #expect(ids.map { $0 == 0 ? 0 : 1 } == golden.integers("\(name).mask"))
            states[name] = try network.encode([ids], image: embeds)
            check("\(name).out", states[name]!.everyToken(8), 4e-5)
        }
        let prompt: [Int32] = [30522, 1037, 3861, 1997]
        let first = try network.wordLogits([prompt], states: states["enc"]!)
        check("dec.step0", first.reshaped([4, -1])[3..<4], 5e-5)
        let beginning = golden.integers("dec.len12.ids").map { Int32($0) }
        let twelve = try network.wordLogits([beginning], states: states["enc_short"]!)
        check("dec.len12", twelve.transposed([2, 0, 1]).everyEntry(61).transposed([1, 2, 0]), 4e-5)

        let caption = try captioner.caption(image)
        let (ids, score) = try captioner.write(states["enc"]!)[0]
        #expect(ids.map(Int.init) == golden.integers("beam.ids"))
        check("beam.score", Tensor([1], [score]), 1e-4)
        #expect(caption.text == Array(repeating: "pere", count: 26).joined(separator: " "))
        #expect(caption.tagIndices == tags && caption.tags.prefix(3) == ["judge", "spray", "medicine"])
        #expect(caption.score == score)
    }
}
