import Generators
import Tensor
import TestSupport
import Testing

@Suite struct GuidanceTests {
    @Test(arguments: [
        ("text_7.5", Guidance(text: 7.5), Float(3e-5)),
        ("both_img1.5_txt7.5", Guidance(text: 7.5, image: 1.5), 3e-5),
        ("text_7.5_rescale_0.7", Guidance(text: 7.5, rescale: 0.7), 2e-5),
    ])
    func matchesReference(name: String, guidance: Guidance, tolerance: Float) throws {
        let names = guidance.mode == .both ? ["uncond", "image", "both"] : ["uncond", "both"]
        let copies = Tensor.stacked(names.map { draw("guidance/\($0)", [1, 4, 5, 4, 6]) })
        let golden = try GoldenFile(fixture: "guidance.safetensors").tensor(name)
        let closeness = Closeness(name, guidance.combine(copies), golden, tolerance: tolerance)
        #expect(closeness.holds, "\(closeness)")
    }

    @Test func modeFollowsScales() {
        #expect(Guidance(text: 1).mode == .none)
        #expect(Guidance(text: 7.5).mode == .text)
        #expect(Guidance(text: 1, image: 1.5).mode == .both)
    }
}
