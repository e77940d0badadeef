import Benchmarks
import Foundation
import Media
import TestSupport
import Testing

/// Real manifests from elsewhere, with column names of their own.
@Suite(.enabled(if: SharedParity.isAvailable))
struct SharedManifestTests {
    @Test func generatedClipsWithCaptions() throws {
        let folder = SharedParity.path("data/consisti2v_samples")
        let samples = try VideoSet(paths: [folder]).samples
        #expect(samples.map(\.id) == (1...12).map(String.init))
        #expect(samples.allSatisfy { $0.promptSource == "caption" && $0.image != nil && $0.video != nil })
        #expect(samples[2].prompt == "green aurora over a snowy forest at night")

        let suite = try SuiteRegistry().suite("folder", files: folder + "/manifest.json")
        let frame = try suite.firstFrame(of: suite.samples[0])
        #expect(frame.width >= 256 && frame.height >= 256)
        #expect(try suite.hash == SuiteRegistry().suite("folder", files: folder).hash)
    }

    @Test func clipsOfOtherCodecs() throws {
        let folder = SharedParity.path("data/clips")
        let suite = try SuiteRegistry().videos([folder])
        #expect(suite.samples.count == 7)
        #expect(suite.samples[0].id == "R6llTwEh07w")
        #expect(suite.samples.allSatisfy { $0.promptSource == "description" && $0.prompt != nil })
        for sample in suite.samples {
            let frame = try suite.firstFrame(of: sample)
            #expect(frame.pixels.count == frame.width * frame.height * 3)
        }
    }
}
