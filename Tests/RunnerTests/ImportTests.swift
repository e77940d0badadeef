import Benchmarks
import Foundation
import Media
import Metrics
import Runner
import Store
import Testing

@Testing.Suite("Scoring finished videos")
struct ImportTests {
    /// Three good videos, the third a copy of the first.
    func bench() throws -> Bench {
        let bench = try Bench(samples: 3)
        bench.imports = true
        for index in 0..<3 {
            let path = "\(bench.folder)/in\(index).mkv"
            let frames = (0..<5).map { frame in
                RGBImage(
                    width: 16, height: 16,
                    pixels: (0..<768).map { UInt8(truncatingIfNeeded: $0 + frame * 9 + index % 2 * 50) })
            }
            try VideoWriter.write(frames, to: path, frameRate: FrameRate(8), encoding: .ffv1)
            bench.samples[index].video = path
        }
        return bench
    }

    @Test("Equal files are decoded once")
    func copies() throws {
        let bench = try bench()
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.finishedScores == 6)
        #expect(bench.decodes.value == 2 && bench.features.forwards.value == 10)
        let rows = try bench.open().rows("SELECT frames, width, height, frames_per_second FROM video")
        #expect(rows == Array(repeating: "5 | 16 | 16 | 8.0", count: 3))
        #expect(try bench.run().work == RunOutcome.Work())
    }

    @Test("Bad files are failed samples with reasons; the good ones are scored")
    func badFiles() throws {
        let bench = try bench()
        try "this is no video".write(toFile: bench.folder + "/in0.mkv", atomically: true, encoding: .utf8)
        try FileManager.default.removeItem(atPath: bench.folder + "/in1.mkv")
        bench.samples.append(Sample(id: "empty", category: "even", video: bench.folder + "/empty.mp4"))
        try Data().write(to: URL(fileURLWithPath: bench.folder + "/empty.mp4"))
        let outcome = try bench.run()
        #expect(outcome.exitCode == 2 && outcome.failedVideos == 3 && outcome.finishedScores == 2)
        let reasons = try bench.open().rows("SELECT sample, reason FROM failures ORDER BY sample")
        #expect(reasons.count == 3)
        #expect(reasons.allSatisfy { $0.contains(bench.folder) })
        #expect(try bench.open().scores(run: outcome.run).count == 1)
    }

    @Test("Without an input image a metric that compares with it is skipped")
    func noImage() throws {
        let bench = try bench()
        bench.metrics = [.likeness]
        let outcome = try bench.run()
        #expect(outcome.skippedScores == 3 && outcome.exitCode == 0)
    }

    @Test("The same videos under another plan are neither decoded nor embedded again")
    func otherPlan() throws {
        let bench = try bench()
        try bench.run()
        let (decodes, forwards) = (bench.decodes.value, bench.features.forwards.value)
        for index in bench.samples.indices { bench.samples[index].prompt = "another prompt" }
        let outcome = try bench.run()
        #expect(outcome.isComplete && outcome.finishedScores == 6)
        #expect(bench.decodes.value == decodes && bench.features.forwards.value == forwards)
    }
}
