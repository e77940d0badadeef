import Benchmarks
import Foundation
import Media
import Testing

struct ComparisonProtocolTests {
    private let rule = ComparisonProtocol.consistI2V

    /// Every pixel tells where it was.
    private func picture(_ width: Int, _ height: Int) -> RGBImage {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { pixels += [UInt8(x * 255 / width), UInt8(y * 255 / height), 7] }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    @Test(arguments: [(256, 256), (512, 320), (320, 512), (1024, 576), (100, 60), (257, 256), (64, 1000)])
    func framesCoverTheSquareFromTheirCentre(width: Int, height: Int) {
        let image = picture(width, height)
        let frame = rule.frame(image)
        #expect((frame.width, frame.height) == (256, 256))
        // The mean of a ramp over a centred window is that of the whole ramp, and the short side is kept whole.
        let (red, green) = (channel(0, frame), channel(1, frame))
        #expect(abs(mean(red) - mean(channel(0, image))) < 1)
        #expect(abs(mean(green) - mean(channel(1, image))) < 1)
        let short = width <= height ? red : green
        #expect((short.max() ?? 0) - (short.min() ?? 0) > 245)
    }

    private func channel(_ number: Int, _ image: RGBImage) -> [Double] {
        stride(from: number, to: image.pixels.count, by: 3).map { Double(image.pixels[$0]) }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test func aFittingFrameStaysAsItIs() {
        let image = picture(256, 256)
        #expect(rule.frame(image) == image)
        // 512×320 becomes 409×256 by Pillow's bicubic, then columns 76 to 331.
        let wide = picture(512, 320)
        let expected = Framing.centreCrop(
            Resize.pilBicubic(wide, width: 409, height: 256), width: 256, height: 256)
        #expect(rule.frame(wide) == expected)
    }

    @Test func longVideosAreCutAndShortOnesRefused() throws {
        let folder = try TemporaryFolder()
        let long = try folder.video("long.mkv", greys: (0..<24).map { UInt8($0 * 4) })
        let frames = try rule.frames(of: long)
        #expect(frames.count == 16 && frames.map { $0.pixels[0] } == (0..<16).map { UInt8($0 * 4) })
        let short = try folder.video("short.mkv", greys: Array(repeating: 1, count: 15))
        #expect(throws: SuiteError.tooShort(file: short, expected: 16, found: 15)) {
            _ = try rule.frames(of: short)
        }
    }

    @Test func unknownNamesAreAnsweredWithTheNearest() {
        #expect(
            errorText { _ = try ComparisonProtocol.named("consisti2v") }.contains(
                "did you mean consisti2v-256?"))
    }
}
