import Foundation
import Reports
import Testing

@Suite struct HTMLTests {
    private func gallery(_ content: ReportContent) -> Gallery {
        let samples = Set(content.scores.map(\.video.sample)).sorted()
        return Gallery(
            items: samples.map { sample in
                let videos = Set(content.scores.map(\.video).filter { $0.sample == sample })
                return .init(
                    sample: sample, category: videos.first?.category ?? "", prompt: "a <b>cat</b>",
                    input: "assets/inputs/\(sample).png",
                    clips: content.variants.compactMap { variant in
                        videos.first { $0.variant == variant.id }.map {
                            .init(variant: variant.id, seed: $0.seed, path: "videos/50% \(sample).mp4")
                        }
                    })
            })
    }

    private func page(_ content: ReportContent, gallery: Gallery? = nil) throws -> String {
        let report = try Report(content)
        return try HTMLRenderer(title: content.title, gallery: gallery, content: content) {
            $0.hasSuffix(".svg") ? Data("<svg/>".utf8) : nil
        }.render(report.document)
    }

    /// Everything between the data element's tags.
    private func record(_ page: String) throws -> [String: Any] {
        let start = try #require(page.range(of: "id=\"gallery-data\">"))
        let end = try #require(page.range(of: "</script>", range: start.upperBound..<page.endIndex))
        let text = page[start.upperBound..<end.lowerBound]
        return try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func thePageNeedsNothingFromElsewhere() throws {
        let page = try page(SampleContent.small, gallery: gallery(SampleContent.small))
        for reference in ["src=\"http", "<link", "@import", "url(", "<script src"] {
            #expect(!page.contains(reference), "\(reference)")
        }
        #expect(page.contains("data:image/svg+xml;base64,PHN2Zy8+"))
        #expect(page.contains("IntersectionObserver") && page.contains("prefers-color-scheme: dark"))
        let bare = try self.page(SampleContent.small)
        #expect(!bare.contains("<script"))
    }

    @Test func theGalleryHoldsEveryVideoWithItsScores() throws {
        let content = SampleContent.small
        let found = try record(try page(content, gallery: gallery(content)))
        let metrics = try #require(found["metrics"] as? [[String: Any]])
        #expect(
            metrics.compactMap { $0["title"] as? String } == ["Subject consistency", "Temporal flickering"])
        #expect(metrics[0]["higher"] as? Bool == true)
        #expect((found["categories"] as? [String]) == content.suite.categories.map(\.name))
        let items = try #require(found["items"] as? [[String: Any]])
        #expect(items.count == 4)
        let item = try #require(items.first { $0["sample"] as? String == "animal-1" })
        #expect(item["prompt"] as? String == "a <b>cat</b>")
        let clips = try #require(item["clips"] as? [[String: Any]])
        #expect(clips.count == 4 && clips.map { $0["system"] as? Int } == [0, 1, 2, 3])
        #expect(clips[0]["path"] as? String == "videos/50%25%20animal-1.mp4")
        #expect(clips[0]["marks"] as? [String] == ["†", "†"])
        let value = try #require((clips[1]["values"] as? [Any])?.first as? Double)
        let score = content.scores.first {
            $0.video.sample == "animal-1" && $0.video.variant == "no-frameinit"
                && $0.metric == "subject_consistency"
        }
        // Foundation's reader of untyped JSON loses a last bit that its writer keeps.
        let expected = try #require(score?.value)
        #expect(abs(value - expected) <= 1e-15)
        #expect(try page(content, gallery: gallery(content)).contains("[\(expected),"))
    }

    /// Names end neither the script element nor a tag nor an attribute.
    @Test func namesCannotBreakThePage() throws {
        var content = SampleContent.small
        let odd = "</script><img src=x onerror=alert(1)>\"'&"
        content.title = odd
        content.variants[0].title = odd
        content.scores = content.scores.map { score in
            var score = score
            score.video.sample += odd
            return score
        }
        content.failures = []
        let page = try page(content, gallery: gallery(content))
        #expect(!page.contains("<img src=x"))
        #expect(page.components(separatedBy: "</script>").count == 3)
        let systems = try #require(try record(page)["systems"] as? [[String: String]])
        #expect(systems[0]["title"] == odd)
        #expect(
            page.contains("<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;</title>"))
    }

    @Test func tablesKeepEmphasisLinksAndGroups() throws {
        let table = Table(
            caption: ["c"], columns: [.init("A", link: "#a"), .init("B", .trailing)],
            rows: [
                ["x", Table.Cell("1", emphasis: .best, suffix: "†")],
                ["y", Table.Cell("2", emphasis: .second)],
            ],
            groupStarts: [1])
        let text = try HTMLRenderer(title: "t").render(Document([.table(table)]))
        #expect(text.contains("<th><a href=\"#a\">A</a></th><th class=\"r\">B</th>"))
        #expect(text.contains("<tr><td>x</td><td class=\"r\"><strong>1</strong><small>†</small></td></tr>"))
        #expect(text.contains("<tr class=\"group\"><td>y</td><td class=\"r\"><u>2</u></td></tr>"))
    }
}

@Suite struct VBenchFilesTests {
    /// Two videos of different length: VBench weighs the frames of subject consistency, not its videos.
    @Test func filesAreAsVBenchWritesThem() throws {
        var content = SampleContent.make(categories: ["Pet": 2], metrics: [])
        content.variants = Array(content.variants.prefix(1))
        content.metrics = ["subject_consistency", "dynamic_degree", "scene_consistency@vbench", "clipsim"].map
        {
            SampleContent.metric($0, $0, .higher, weights: nil)
        }
        let videos = (1...2).map {
            ReportContent.VideoKey(sample: "pet-\($0)", category: "Pet", variant: "full", seed: 0)
        }
        content.scores = [
            .init(video: videos[0], metric: "subject_consistency", value: 0.5, terms: 3),
            .init(video: videos[1], metric: "subject_consistency", value: 1, terms: 1),
            .init(video: videos[0], metric: "dynamic_degree", value: 1, terms: 1),
            .init(video: videos[1], metric: "dynamic_degree", value: 0, terms: 1),
            .init(video: videos[1], metric: "scene_consistency@vbench", value: 0.25, terms: 16),
            .init(video: videos[0], metric: "clipsim", value: 0.25),
        ]
        (content.curves, content.costs, content.published) = ([], [], nil)
        let files = try VBenchFiles(
            try Report(content), videos: [videos[0]: "/v/a cat-0.mp4", videos[1]: "/v/a dog-0.mp4"],
            prompts: ["pet-1": "a cat", "pet-2": "a dog"]
        ).files()
        #expect(
            files.map(\.path) == [
                "vbench/1-consisti2v_eval_results.json", "vbench/1-consisti2v_full_info.json",
            ])
        let results = try #require(
            try JSONSerialization.jsonObject(with: Data(files[0].text.utf8)) as? [String: [Any]])
        #expect(results.keys.sorted() == ["dynamic_degree", "scene", "subject_consistency"])
        #expect(results["subject_consistency"]?[0] as? Double == 0.625)
        let dynamic = try #require(results["dynamic_degree"]?[1] as? [[String: Any]])
        #expect(dynamic.map { $0["video_path"] as? String } == ["/v/a cat-0.mp4", "/v/a dog-0.mp4"])
        #expect(
            files[0].text.contains("\"video_results\" : true")
                && files[0].text.contains("\"video_results\" : false"))
        let information = try #require(
            try JSONSerialization.jsonObject(with: Data(files[1].text.utf8)) as? [[String: Any]])
        #expect(information.map { $0["prompt_en"] as? String } == ["a cat", "a dog"])
        #expect(information[0]["dimension"] as? [String] == ["subject_consistency", "dynamic_degree"])
        #expect(
            information[1]["dimension"] as? [String] == ["subject_consistency", "dynamic_degree", "scene"])
        #expect(information[1]["video_list"] as? [String] == ["/v/a dog-0.mp4"])
    }
}
