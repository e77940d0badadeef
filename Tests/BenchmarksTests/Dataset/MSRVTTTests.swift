import Benchmarks
import Foundation
import Media
import Testing

struct MSRVTTTests {
    /// A look-alike of the release: three test videos with five captions each.
    private struct Tree {
        let folder: TemporaryFolder
        var path: String { folder.path }
        static let videos = ["video7010", "video7011", "video9999"]

        init(
            sentences order: [Int] = Array(0..<15), split: String = "test", videosFolder: String = "TestVideo"
        ) throws {
            folder = try TemporaryFolder()
            let videos = Self.videos.enumerated().map { index, id in
                """
                {"category": \(index), "url": "https://www.youtube.com/watch?v=x\(index)", "video_id": "\(id)",
                 "start time": 1.5, "end time": 9.25, "split": "\(split)", "id": \(id.dropFirst(5))}
                """
            }
            let sentences = order.map { number in
                """
                {"caption": "caption \(number)", "video_id": "\(Self.videos[number / 5])", "sen_id": \(140_200 + number)}
                """
            }
            try write(videos: videos, sentences: sentences)
            for id in Self.videos {
                try folder.video("\(videosFolder)/\(id).mp4", greys: (0..<16).map { UInt8($0) })
            }
        }

        func write(videos: [String], sentences: [String]) throws {
            try folder.write(
                """
                {"info": {"year": "2016"},
                "videos": [\(videos.joined(separator: ",\n"))],
                "sentences": [
                \(sentences.joined(separator: ",\n"))]}
                """, to: "test_videodatainfo.json")
        }

        func suite() throws -> any Benchmarks.Suite { try SuiteRegistry().suite("msr-vtt", files: path) }
    }

    @Test func samplesAreTheTestSplitWithOneCaptionEach() throws {
        let tree = try Tree()
        let suite = try tree.suite()
        #expect(suite.samples.map(\.id) == Tree.videos)
        #expect(suite.samples.map(\.category) == ["music", "people", "gaming"])
        for (index, sample) in suite.samples.enumerated() {
            let caption = SampleDraw(seed: 0).caption(of: sample.id, among: 5)
            #expect(sample.prompt == "caption \(index * 5 + caption)")
        }
        #expect(try suite.firstFrame(of: suite.samples[0]).width == 16)
    }

    @Test func captionsDoNotDependOnTheOrderOfSentences() throws {
        let trees = [try Tree(), try Tree(sentences: (0..<15).reversed())]
        let (one, other) = (try trees[0].suite(), try trees[1].suite())
        #expect(one.samples.map(\.prompt) == other.samples.map(\.prompt))
        #expect(try one.hash == other.hash)
    }

    @Test func videosMayLieInOtherFolders() throws {
        #expect(try Tree(videosFolder: "videos/all").suite().samples.count == 3)
    }

    @Test func otherSplitsAreLeftOut() throws {
        let text = errorText { _ = try Tree(split: "train").suite() }
        #expect(text.contains("expected videos of the split “test”, found none"))
    }

    @Test(
        arguments: [
            (
                "{\"category\": 1, \"video_id\": \"video1\", \"split\": \"test\"}", nil,
                "a sentence for every video"
            ),
            (
                "{\"category\": 21, \"video_id\": \"video7010\", \"split\": \"test\"}", nil,
                "there is no category “21”"
            ),
            ("{\"category\": 1, \"vido_id\": \"video7010\"}", nil, "(is “vido_id” meant?)"),
            (
                nil, "{\"captoin\": \"x\", \"video_id\": \"video7010\", \"sen_id\": 1}",
                "(is “captoin” meant?)"
            ),
            (
                nil, "{\"caption\": \"x\", \"video_id\": \"video7010\"}",
                "expected a whole number, found nothing"
            ),
            (nil, "{\"caption\": \"x\" \"video_id\": 1}", "expected “,” or “}”"),
        ] as [(String?, String?, String)])
    func brokenAnnotations(video: String?, sentence: String?, says: String) throws {
        let tree = try Tree()
        try tree.write(
            videos: [video ?? "{\"category\": 1, \"video_id\": \"video7010\", \"split\": \"test\"}"],
            sentences: [sentence ?? "{\"caption\": \"x\", \"video_id\": \"video7010\", \"sen_id\": 1}"])
        let text = errorText { _ = try tree.suite() }
        #expect(text.contains("test_videodatainfo.json:") && text.contains(says), "\(text)")
    }

    @Test func strangersAmongSentencesAreNamed() throws {
        let tree = try Tree()
        try tree.write(
            videos: ["{\"category\": 1, \"video_id\": \"video7010\", \"split\": \"test\"}"],
            sentences: [
                "{\"caption\": \"x\", \"video_id\": \"video7010\", \"sen_id\": 1}",
                "{\"caption\": \"x\", \"video_id\": \"video701\", \"sen_id\": 2}",
            ])
        let text = errorText { _ = try tree.suite() }
        #expect(text.contains("no video in `sentences` “video701”; is “video7010” meant?"))
        #expect(errorText { _ = try SuiteRegistry().suite("msr-vtt") }.contains("needs its data set"))
    }
}
