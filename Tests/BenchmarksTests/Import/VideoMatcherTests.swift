import Benchmarks
import Foundation
import Testing

struct VideoMatcherTests {
    private static let samples = [
        Sample(id: "Pet/cat", category: "Pet", prompt: "a cat on a sofa", reference: "/x/Pet/cat.mp4"),
        Sample(id: "Pet/dog", category: "Pet", prompt: "a dog/wolf runs", reference: "/x/Pet/dog.mp4"),
        Sample(id: "Food/soup", category: "Food", prompt: "soup", reference: "/x/Food/bowl.mp4"),
    ]

    private func match(
        _ files: [String], _ rule: VideoMatch.Rule = .automatic, samples: [Sample] = samples
    ) throws -> VideoMatch {
        let folder = try TemporaryFolder()
        for file in files { try folder.write("x", to: file) }
        return try VideoMatcher(samples).match(folder.path, by: rule)
    }

    private func summary(_ match: VideoMatch) -> [String] { match.pairs.map { "\($0.sample) \($0.index)" } }

    @Test func filesAreMatchedByIDOrPrompt() throws {
        let found = try match(["Pet/cat.mp4", "dog-seed3.mp4", "soup-0.mp4", "soup-1.mp4"])
        #expect(summary(found) == ["Pet/cat 0", "Pet/dog 3", "Food/soup 0", "Food/soup 1"])
        #expect(found.samplesWithout.isEmpty && found.strays.isEmpty)
        #expect(summary(try match(["bowl.mp4"])) == ["Food/soup 0"])
    }

    @Test func vbenchNamesFilesAfterPrompts() throws {
        let found = try match(
            [
                "a cat on a sofa-0.mp4", "a cat on a sofa-4.mp4", "a dog_wolf runs-1.gif",
                "a cat on a sofa.mp4",
            ], .prompt)
        #expect(summary(found) == ["Pet/cat 0", "Pet/cat 4", "Pet/dog 1"])
        #expect(found.samplesWithout == ["Food/soup"])
        #expect(found.strays.map(\.file) == ["a cat on a sofa.mp4"])
        // Under this rule ids mean nothing.
        #expect(throws: SuiteError.self) { _ = try match(["Pet/cat.mp4"], .prompt) }
    }

    @Test func bothSidesAreReportedWithTheNearestName() throws {
        let found = try match(["cat.mp4", "dgo.mp4", "zzzzzzzz.mp4"])
        #expect(found.samplesWithout == ["Pet/dog", "Food/soup"])
        #expect(found.strays.map(\.file) == ["dgo.mp4", "zzzzzzzz.mp4"])
        #expect(found.strays[1].reason == "no sample is called so")
    }

    @Test func aNameOfSeveralSamplesMatchesNone() throws {
        var samples = Self.samples
        samples[1].prompt = samples[0].prompt
        let found = try match(["a cat on a sofa-0.mp4", "soup-0.mp4"], samples: samples)
        #expect(summary(found) == ["Food/soup 0"])
        #expect(found.strays[0].reason.contains("stands for 2 samples"))
    }

    @Test func twoVideosForOnePlaceAreRefused() throws {
        let text = errorText { _ = try match(["Pet/cat.mp4", "cat-0.mp4"]) }
        #expect(text.contains("both stand for the same video of “Pet/cat”"))
    }

    @Test func manifestsNameSampleVideoAndIndex() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "a.mp4")
        try folder.write("x", to: "b.mp4")
        func rows(_ text: String) throws -> VideoMatch {
            try folder.write("sample,video,index\n" + text, to: "manifest.csv")
            return try VideoMatcher(Self.samples).match(folder.path)
        }
        #expect(summary(try rows("Food/soup,a.mp4,2\nPet/cat,b.mp4,\n")) == ["Pet/cat 0", "Food/soup 2"])
        let stray = try rows("Food/soup,a.mp4,\nPet/cta,b.mp4,\n").strays
        #expect(
            stray.count == 1 && stray[0].reason.contains("line 3")
                && stray[0].reason.contains("is “Pet/cat” meant?"))
        #expect(errorText { _ = try rows("Pet/cat,gone.mp4,\n") }.contains("line 2, video: gone.mp4"))
        #expect(
            errorText { _ = try rows("Pet/cat,a.mp4,-1\n") }.contains(
                "expected a whole number from 0, found -1"))
        try folder.write("sampel,video\nPet/cat,a.mp4\n", to: "manifest.csv")
        #expect(
            errorText { _ = try VideoMatcher(Self.samples).match(folder.path) }.contains(
                "(is “sampel” meant?)"))
    }

    @Test func nothingAtAllIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "readme.txt")
        #expect(
            errorText { _ = try VideoMatcher(Self.samples).match(folder.path) }.contains("at least one video")
        )
        #expect(
            errorText { _ = try VideoMatcher(Self.samples).match(folder.path + "/gone") }.contains(
                "no such file"))
        #expect(errorText { _ = try match(["x.mp4"]) }.contains("expected names such as “Pet/cat”"))
    }
}
