import Generators
import Media
import Networks
import Tensor
import Testing

/// Videos that share forwards have the bytes they have alone.
@Suite struct BatchTests {
    private static let requests = (0..<3).map { index in
        let image = RGBImage(
            width: 40, height: 32,
            pixels: (0..<40 * 32 * 3).map { UInt8(truncatingIfNeeded: $0 * (index + 3)) })
        return GenerationRequest(
            firstFrame: image, prompt: ["a square", "", "a ball rolls"][index], seed: UInt64(index))
    }

    private func generator(_ batch: BatchSize, _ change: (inout ConsistI2VSettings) -> Void) throws
        -> ConsistI2VGenerator
    {
        var settings = ConsistI2VSettings(preset: .demo)
        (settings.steps, settings.frames) = (2, 4)
        change(&settings)
        return try ConsistI2VGenerator(model: GeneratorTests.model.get(), settings: settings, batch: batch)
    }

    @Test(arguments: [
        ("text", 7.5, 1.0, 0.0, 1), ("none", 1, 1, 0, 1), ("both", 7.5, 2, 0.5, 1), ("long", 7.5, 1, 0, 2),
    ])
    func bytesDoNotDependOnBatches(
        name: String, text: Double, image: Double, eta: Double, chunks: Int
    ) throws {
        let change: (inout ConsistI2VSettings) -> Void = {
            ($0.textGuidance, $0.imageGuidance, $0.eta, $0.chunks) = (text, image, eta, chunks)
        }
        let alone = try Self.requests.map {
            try generator(.copies(1), change).generate($0) { _, _ in }.frames
        }
        let different = Set(alone).count
        #expect(different == 3)
        for batch in [BatchSize.copies(1), .copies(2), .copies(3), .copies(4), .copies(9), .automatic] {
            for threads in [1, 2, 3] {
                let together = try Compute.$current.withValue(Compute(threads: threads)) {
                    try generator(batch, change).generate(Self.requests) { _, _ in }.map(\.frames)
                }
                let isSame = zip(together, alone).map { $0 == $1 }
                #expect(isSame == [true, true, true], "\(name), \(batch), \(threads) threads")
            }
        }
    }

    @Test func forwardsHoldWhatTheyMay() {
        func copies(_ count: Int, lanes: Int = 1, videos: Int, each: Int) -> [Int] {
            ForwardSharing(copies: count, lanes: lanes).groups(videos: videos, copiesPerVideo: each)
                .map { $0.videos.count * $0.copies.count }
        }
        #expect(copies(1, videos: 2, each: 2) == [1, 1, 1, 1])
        #expect(copies(2, videos: 2, each: 3) == [2, 1, 2, 1])
        #expect(copies(7, videos: 5, each: 2) == [6, 4])
        #expect(copies(100, videos: 5, each: 2) == [10])
        #expect(copies(100, lanes: 2, videos: 5, each: 2) == [6, 4])
    }

    @Test func progressAndFailuresAreTheBatchs() throws {
        let generator = try generator(.automatic) { $0.chunks = 2 }
        var seen: [Int] = []
        _ = try generator.generate(Self.requests) { done, steps in
            seen.append(done)
            #expect(steps == 4)
        }
        #expect(seen == [1, 2, 3, 4])
        #expect(throws: CancellationError.self) {
            try generator.generate(Self.requests) { _, _ in throw CancellationError() }
        }
        #expect(try generator.generate([]) { _, _ in }.isEmpty)
        #expect(generator.videosAtOnce >= 1)
    }
}
