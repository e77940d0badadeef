import Foundation
import Statistics

/// `…_eval_results.json` and `…_full_info.json` as VBench's evaluation writes them and its score scripts read them: one
/// pair for every variant.
///
/// Results are `{dimension: [score, [{"video_path": …, "video_results": …}, …]]}`. The score of subject, background,
/// object and scene weighs every frame the same, as VBench's does; the others are means over videos. Dynamic degree is
/// true or false for a video. The information is `[{"prompt_en": …, "dimension": […], "video_list": […]}, …]`, an entry
/// for every sample.
///
/// Source: VBench, `vbench/__init__.py`, `scripts/cal_final_score.py`.
public struct VBenchFiles: Sendable {
    private let report: Report
    private let videos: [ReportContent.VideoKey: String]
    private let prompts: [String: String]

    /// VBench's names of the dimensions, with the metrics that are computed as its are.
    public static let dimensions: KeyValuePairs = [
        "subject_consistency": "subject_consistency", "background_consistency": "background_consistency",
        "temporal_flickering": "temporal_flickering", "motion_smoothness": "motion_smoothness",
        "dynamic_degree": "dynamic_degree", "object_class": "object_consistency",
        "scene": "scene_consistency@vbench", "overall_consistency": "overall_consistency",
        "i2v_subject": "i2v_subject",
    ]
    private static let frameWeighted = [
        "subject_consistency", "background_consistency", "object_class", "scene",
    ]

    /// - Parameters:
    ///   - videos: paths of the files.
    ///   - prompts: by sample.
    public init(_ report: Report, videos: [ReportContent.VideoKey: String], prompts: [String: String]) {
        (self.report, self.videos, self.prompts) = (report, videos, prompts)
    }

    /// A file and its text.
    public struct File: Sendable, Equatable {
        public var path: String
        public var text: String
    }

    /// The files of all variants that have one of the dimensions. Throws: errors of encoding.
    public func files() throws -> [File] {
        try report.content.variants.enumerated().flatMap { place, variant -> [File] in
            let results = results(variant.id)
            guard !results.isEmpty else { return [] }
            let name = "vbench/\(place + 1)-\(FileSlug.text(variant.title))"
            return [
                File(path: name + "_eval_results.json", text: try Self.text(results)),
                File(path: name + "_full_info.json", text: try Self.text(information(variant.id, results))),
            ]
        }
    }

    private struct VideoResult: Encodable {
        var path: String
        var value: Double
        var isBoolean: Bool

        enum CodingKeys: String, CodingKey { case path = "video_path", value = "video_results" }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(path, forKey: .path)
            if isBoolean {
                try container.encode(value != 0, forKey: .value)
            } else {
                try container.encode(value, forKey: .value)
            }
        }
    }

    private struct Dimension: Encodable {
        var score: Double
        var videos: [VideoResult]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(score)
            try container.encode(videos)
        }
    }

    private struct Information: Encodable {
        var prompt: String
        var dimensions: [String]
        var videos: [String]

        enum CodingKeys: String, CodingKey {
            case prompt = "prompt_en", dimensions = "dimension", videos = "video_list"
        }
    }

    private func results(_ variant: String) -> [String: Dimension] {
        var found: [String: Dimension] = [:]
        for (dimension, metric) in Self.dimensions {
            let scores = report.content.scores
                .filter { $0.video.variant == variant && $0.metric == metric && $0.value != nil }
                .sorted { ($0.video.sample, $0.video.seed ?? 0) < ($1.video.sample, $1.video.seed ?? 0) }
            guard let group = report.aggregates.group(variant: variant, metric: metric), !scores.isEmpty
            else {
                continue
            }
            let weighted = Self.frameWeighted.contains(dimension) ? group.termWeightedMean : nil
            found[dimension] = Dimension(
                score: weighted ?? group.summary.mean,
                videos: scores.map {
                    VideoResult(
                        path: path($0.video), value: $0.value ?? 0, isBoolean: dimension == "dynamic_degree")
                })
        }
        return found
    }

    private func path(_ video: ReportContent.VideoKey) -> String { videos[video] ?? video.sample }

    private func information(_ variant: String, _ results: [String: Dimension]) -> [Information] {
        let metrics = Set(results.keys)
        let own = report.content.scores.filter { $0.video.variant == variant }.map(\.video)
        let samples = Dictionary(grouping: Set(own), by: \.sample).sorted { $0.key < $1.key }
        return samples.map { sample, keys in
            let paths = keys.sorted { ($0.seed ?? 0) < ($1.seed ?? 0) }.map(path)
            let dimensions = Self.dimensions.map(\.key).filter { dimension in
                metrics.contains(dimension)
                    && results[dimension]?.videos.contains { paths.contains($0.path) } == true
            }
            return Information(prompt: prompts[sample] ?? "", dimensions: dimensions, videos: paths)
        }.filter { !$0.dimensions.isEmpty }
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
