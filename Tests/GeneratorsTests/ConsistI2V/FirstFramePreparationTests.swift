import Generators
import Media
import Tensor
import TestSupport
import Testing

@Suite struct FirstFramePreparationTests {
    static let cases: [(tag: String, source: (Int, Int), target: (Int, Int), tolerance: Float)] = [
        ("landscape", (37, 53), (16, 16), 5e-5), ("portrait", (53, 37), (16, 16), 6e-5),
        ("wide_target", (37, 53), (16, 24), 5e-5), ("pad_target", (20, 22), (16, 24), 2e-5),
        ("upscale", (9, 13), (16, 16), 1e-5), ("same", (16, 16), (16, 16), 1e-6),
    ]

    @Test(.enabled(if: SharedParity.isAvailable), arguments: cases.map(\.tag))
    func matchesReference(tag: String) throws {
        let example = try #require(Self.cases.first { $0.tag == tag })
        let (height, width) = example.source
        let values = unit("preprocess/\(tag)", [height, width, 3]).values
        let image = RGBImage(
            width: width, height: height, pixels: values.map { UInt8(($0 + 1) * 128) })
        let prepare = FirstFramePreparation(height: example.target.0, width: example.target.1)
        let result = prepare(image).channelsFirst.reshaped([3, example.target.0, example.target.1])
        let golden = try GoldenFile(shared: "preprocess.safetensors").tensor("\(tag).out")
        let closeness = Closeness(tag, result, golden, tolerance: example.tolerance)
        #expect(closeness.holds, "\(closeness)")
    }

    /// 1×1 and extremely thin images have a valid first frame too.
    @Test(arguments: [(1, 1), (3, 2000), (2000, 3)])
    func extremeShapes(height: Int, width: Int) {
        let image = RGBImage(
            width: width, height: height, pixels: [UInt8](repeating: 255, count: width * height * 3))
        let result = FirstFramePreparation(height: 16, width: 16)(image)
        #expect(result.shape == [1, 16, 16, 3])
        #expect(result.values.allSatisfy { $0 == 1 })
    }
}
