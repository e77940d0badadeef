import Foundation
import Generators
import Media
import Networks
import Testing

/// Videos of several chunks: their frames, and what is left of them after an interruption.
@Suite struct LongVideoTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("long \(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var output: String { folder.appendingPathComponent("long video.mp4").path }

    private func generator(_ change: (inout ConsistI2VSettings) -> Void = { _ in }) throws
        -> ConsistI2VGenerator
    {
        var settings = ConsistI2VSettings(preset: .demo)
        (settings.steps, settings.frames, settings.chunks) = (2, 4, 3)
        change(&settings)
        return try ConsistI2VGenerator(model: GeneratorTests.model.get(), settings: settings)
    }

    private let request = GenerationRequest(
        firstFrame: GeneratorTests.firstFrame, prompt: "a square", seed: 5)

    private func frames(_ generator: ConsistI2VGenerator) throws -> [RGBImage] {
        try generator.generate(request) { _, _ in }.frames
    }

    @Test func chunksOverlapInOneFrame() throws {
        let long = try frames(generator())
        #expect(long.count == 3 * 4 - 3 + 1)
        #expect(try generator().settings.totalFrames == 10)
        for chunks in 1...2 {
            let shorter = try frames(generator { $0.chunks = chunks })
            let isBeginning = Array(long.prefix(3 * chunks + 1)) == shorter
            #expect(isBeginning, "\(chunks) chunks")
        }
        #expect(try generator().cost.forwards == 12)
        #expect(try generator().cost.frames == 10)
    }

    @Test func frameInitOfLaterChunksIsAChoice() throws {
        let with = try frames(generator())
        let without = try frames(generator { $0.continuesWithFrameInit = false })
        let agreeing = zip(with, without).map { $0 == $1 }
        #expect(agreeing.prefix(4) == [true, true, true, true])
        #expect(agreeing.suffix(6).contains(true) == false)
        #expect(
            try generator().identity != generator { $0.continuesWithFrameInit = false }.identity)
    }

    private func parts() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// Stops a generation during a step of a chunk; returns the steps that were taken.
    private func interrupt(_ generator: ConsistI2VGenerator, afterSteps limit: Int) throws -> Int {
        var steps = 0
        #expect(throws: CancellationError.self) {
            try generator.generate(
                request, output: output,
                progress: { _, _ in
                    steps += 1
                    if steps == limit { throw CancellationError() }
                }, frame: { _ in })
        }
        return steps
    }

    @Test(arguments: [0.0, 0.5], [InitialNoise.mixed, .progressive, .vanilla])
    func anInterruptedVideoGoesOnWithTheNextChunk(eta: Double, noise: InitialNoise) throws {
        let generator = try generator { ($0.eta, $0.noise) = (eta, noise) }
        let whole = try frames(generator)
        // Chunk 2 is stopped in its second step, chunk 3 in its first.
        #expect(try interrupt(generator, afterSteps: 4) == 4)
        #expect(try parts().count == 1)
        #expect(try interrupt(generator, afterSteps: 3) == 3)
        var (resumed, seen): ([RGBImage], [[Int]]) = ([], [])
        _ = try generator.generate(
            request, output: output, progress: { seen.append([$0, $1]) }, frame: { resumed.append($0) })
        #expect(seen == [[5, 6], [6, 6]])
        let isResumedSame = resumed == whole
        #expect(isResumedSame)
        // All chunks are there now: nothing is computed, the frames are the same.
        var again: [RGBImage] = []
        _ = try generator.generate(
            request, output: output, progress: { _, _ in Issue.record("a step was taken") },
            frame: { again.append($0) })
        let isReadSame = again == whole
        #expect(isReadSame)
        try generator.discardParts(of: output)
        #expect(try parts().isEmpty)
    }

    @Test func anotherRequestNeverMeetsTheseChunks() throws {
        let generator = try generator()
        _ = try interrupt(generator, afterSteps: 4)
        var other = request
        other.prompt = "a circle"
        var steps = 0
        _ = try generator.generate(other, output: output, progress: { _, _ in steps += 1 }, frame: { _ in })
        #expect(steps == 6)
        #expect(try parts().count == 2)
        try generator.discardParts(of: output)
        #expect(try parts().isEmpty)
    }

    @Test func videosOfOnePieceLeaveNothingBeside() throws {
        let generator = try generator { $0.chunks = 1 }
        _ = try generator.generate(request, output: output, progress: { _, _ in }, frame: { _ in })
        #expect(try parts().isEmpty)
    }
}
