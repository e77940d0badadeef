import Benchmarks
import Hashing
import Testing

struct SampleDrawTests {
    @Test func sharesFollowTheLargestRemainder() {
        #expect(SampleDraw.shares(of: 10, among: [4, 4, 4]) == [4, 3, 3])
        #expect(SampleDraw.shares(of: 7, among: [5, 3, 2]) == [4, 2, 1])
        #expect(SampleDraw.shares(of: 10, among: [5, 3, 2]) == [5, 3, 2])
        #expect(SampleDraw.shares(of: 1, among: [0, 0, 9]) == [0, 0, 1])
        #expect(SampleDraw.shares(of: 0, among: [4]) == [0])
        // 2·3/5 = 1.2 and 2·2/5 = 0.8: the remainder decides, not the count.
        #expect(SampleDraw.shares(of: 2, among: [3, 2]) == [1, 1])
    }

    /// Worked out with another SHA-256: the first eight bytes of SHA-256("0/frame/…"), modulo the frames.
    @Test func framesAndCaptionsArePinned() {
        #expect(SampleDraw(seed: 0).frame(of: "v_ApplyEyeMakeup_g01_c03", among: 1000) == 666)
        #expect(
            SampleSeed.derive(planSeed: 0, sampleID: "frame/v_ApplyEyeMakeup_g01_c03")
                == 3_185_683_078_794_549_666)
        #expect(SampleDraw(seed: 0).frame(of: "x", among: 1) == 0)
    }

    /// The draw of the paper's size from lists equal to the official ones, against a draw by other code.
    @Test func theFullDrawIsPinned() throws {
        let folder = try TemporaryFolder()
        let classes = UCF101Release.groups.split(separator: "\n").map { $0.split(separator: " ")[0] }
        try folder.write(
            classes.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "\n"),
            to: "ucfTrainTestlist/classInd.txt")
        let clips = UCF101Release.clips
        #expect(clips.count == 13_320)
        // The order of the lists must not matter.
        try folder.write(
            clips[9000...].reversed().joined(separator: "\n"), to: "ucfTrainTestlist/trainlist01.txt")
        try folder.write(clips[..<9000].joined(separator: "\n"), to: "ucfTrainTestlist/testlist01.txt")
        try folder.write("", to: "UCF-101/readme.txt")
        let registry = try SuiteRegistry()
        let definition = try registry.definition("ucf-101")
        let survey = try DatasetSurvey(
            definition: definition, data: folder.path, suiteFolder: registry.folder(of: definition))
        let samples = survey.samples
        #expect(samples.count == 2048)
        #expect(
            SHA256.hex(of: samples.map(\.id).joined(separator: "\n").utf8)
                == "2a98578740a7ecfc68f48fca9a6781de5e2acd33f184514f989bd098ce15db7e")
        let counts = Dictionary(grouping: samples, by: \.category).mapValues(\.count)
        #expect(counts.count == 101 && counts["TennisSwing"] == 26 && counts["YoYo"] == 20)
        #expect(samples[0].prompt == "applying eye makeup")
        #expect(samples.first { $0.category == "YoYo" }?.prompt == "a kid playing Yo-Yo")
    }

    /// The counts in `suite.yaml` are those of the lists.
    @Test func categoriesHaveTheReleasesCounts() throws {
        let definition = try SuiteRegistry().definition("ucf-101")
        let counts = Dictionary(grouping: UCF101Release.clips) { String($0.split(separator: "/")[0]) }
        #expect(definition.categories.count == 101)
        for category in definition.categories { #expect(category.clips == counts[category.id]?.count) }
    }
}
