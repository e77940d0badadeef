import Benchmarks
import Foundation
import Generators
import Media
import Networks
import Tensor
import Testing

/// What the weights that come with the package were made to do, on clips that no training saw.
@Suite struct DemoGeneratorTests {
    private static let frameCount = 16

    /// One clip of every category and kind of motion that the demo suite shows first.
    private static let clips = DemoClip.categories.flatMap { category in
        (0..<2).compactMap { DemoClip(category: category, split: .test, number: $0, width: 64, height: 64) }
    }

    /// The check itself: real clips pass, frozen ones and ones that run backwards do not.
    @Test func motionCheckTellsDirections() {
        for clip in Self.clips {
            let frames = clip.frames(Self.frameCount)
            let frozen = Array(repeating: frames[0], count: frames.count)
            #expect(MotionCheck(frames, clip: clip).movesAsItShould, "\(clip.id)")
            #expect(!MotionCheck(frozen, clip: clip).goesTheRightWay, "\(clip.id)")
            #expect(!MotionCheck(frames.reversed(), clip: clip).goesTheRightWay, "\(clip.id)")
        }
    }

    /// Mean PSNR of decoded posterior means, on bytes.
    @Test func autoencoderKeepsPictures() throws {
        let network = try ConsistI2VModel.demo().autoencoder()
        let scale = Float(network.config.scalingFactor)
        var values: [Double] = []
        for clip in Self.clips {
            for frame in [0, 5, 10, 15].map(clip.frame) {
                let image = Tensor(
                    [1, frame.height, frame.width, 3], frame.pixels.map { Float($0) / 127.5 - 1 })
                let (mean, _) = StableDiffusionAutoencoder.split(network.encodeMoments(image))
                let decoded = StableDiffusionAutoencoder.unitRange(network.decode(mean * scale)).values
                    .map { Double(UInt8($0 * 255)) }
                let error =
                    zip(decoded, frame.pixels).reduce(0) {
                        $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1))
                    }
                    / Double(decoded.count)
                values.append(10 * log10(255 * 255 / error))
            }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        print("PSNR of the autoencoder: \(mean) dB, worst frame \(values.min() ?? 0) dB")
        #expect(mean >= 28)
    }

    @Test func generatedClipsMoveAsCaptioned() throws {
        let generator = try ConsistI2VGenerator(model: .demo(), settings: ConsistI2VSettings(preset: .demo))
        var right: [String] = []
        for (index, clip) in Self.clips.enumerated() {
            let request = GenerationRequest(
                firstFrame: clip.frame(0), prompt: clip.caption, seed: UInt64(index))
            let video = try generator.generate(request) { _, _ in }
            if MotionCheck(video.frames, clip: clip).goesTheRightWay { right.append(clip.id) }
        }
        print("direction right in \(right.count) of \(Self.clips.count): \(right)")
        #expect(Double(right.count) >= 0.8 * Double(Self.clips.count))
    }
}
