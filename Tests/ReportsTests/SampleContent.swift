import Reports
import Statistics

/// Contents for the tests: made-up numbers of a fixed stream.
enum SampleContent {
    static let ablation: [ReportContent.Variant] = [
        variant("full", "ConsistI2V", (true, true, true)),
        variant("no-frameinit", "w/o FrameInit", (false, true, true)),
        variant("no-temporal", "w/o FrameInit, T.Cond.", (false, false, true)),
        variant("no-spatial", "w/o FrameInit, T.Cond., S.Cond.", (false, false, false)),
    ]

    static let metrics: [ReportContent.Metric] = [
        metric("subject_consistency", "Subject consistency", .higher, weights: .synthetic),
        metric("temporal_flickering", "Temporal flickering", .higher, weights: nil),
        metric("clipsim", "CLIPSIM", .higher, weights: .synthetic),
        metric("isim@first", "ISIM first", .higher, weights: .synthetic),
        metric("isim@decay", "ISIM decay", .lower, weights: .synthetic),
    ]

    static func variant(_ id: String, _ title: String, _ on: (Bool, Bool, Bool)) -> ReportContent.Variant {
        ReportContent.Variant(
            id: id, title: title,
            toggles: .init(frameInit: on.0, temporalConditioning: on.1, spatialConditioning: on.2),
            seeds: [0], weights: .synthetic)
    }

    static func metric(
        _ id: String, _ title: String, _ direction: ReportContent.Direction,
        weights: ReportContent.WeightClass?
    ) -> ReportContent.Metric {
        ReportContent.Metric(
            id: id, version: 1, title: title, direction: direction, scale: 100, decimals: 2,
            source: "VBench, as in its metric card", weights: weights)
    }

    /// Three awkwardly named categories, four samples, four variants, one failure, one skipped and one unavailable
    /// metric.
    static var small: ReportContent {
        var content = make(
            categories: ["Animal|wild": 2, "Food_*": 1, "City 🌆": 1], metrics: Array(metrics.prefix(2)))
        content.metrics.append(unavailableMetric)
        let failed = ReportContent.VideoKey(
            sample: "city-1", category: "City 🌆", variant: "no-spatial", seed: 0)
        content.scores.removeAll { $0.video == failed }
        content.failures = [
            ReportContent.Failure(
                video: failed, stage: "generate",
                reason: "/videos/a|b.mp4: expected a place that can be written,\nfound <none>.")
        ]
        content.scores = content.scores.map { score in
            guard score.metric == "temporal_flickering", score.video.sample == "food-1",
                score.video.variant == "full"
            else { return score }
            return ReportContent.Score(
                video: score.video, metric: score.metric, status: .skipped,
                reason: "needs 2 frames, found 1")
        }
        return content
    }

    static var unavailableMetric: ReportContent.Metric {
        var metric = metric("overall_consistency", "Overall consistency", .higher, weights: nil)
        metric.unavailable = ReportContent.Unavailability(
            reason: "The file ViClip-InternVid-10M-FLT.pth is absent.",
            remedy: "Put it into ~/.cache/i2vbench/ViClip-InternVid-10M-FLT.pth.")
        return metric
    }

    /// The size of the demo benchmark: 8 categories of 4 clips with 16 frames.
    static var demo: ReportContent {
        make(
            categories: [
                "Portrait": 4, "Scenery": 4, "Pet": 4, "Food": 4, "Animation": 4, "Sports": 4, "Vehicle": 4,
                "Science": 4,
            ], metrics: metrics + [unavailableMetric], frames: 16)
    }

    static func make(
        categories: KeyValuePairs<String, Int>, metrics: [ReportContent.Metric], frames: Int = 4
    ) -> ReportContent {
        var random = SplitMix64(seed: 5)
        func uniform() -> Double { Double(random.next() >> 11) / 9_007_199_254_740_992 }
        var scores: [ReportContent.Score] = []
        var curves: [ReportContent.Curve] = []
        for (place, variant) in ablation.enumerated() {
            for (category, samples) in categories {
                for sample in 1...samples {
                    let name = category.lowercased().prefix { $0.isLetter }
                    let video = ReportContent.VideoKey(
                        sample: "\(name)-\(sample)", category: category, variant: variant.id, seed: 0)
                    for (column, metric) in metrics.enumerated() where metric.unavailable == nil {
                        let value = 0.97 - 0.03 * Double(place) - 0.15 * Double(column) - 0.08 * uniform()
                        scores.append(.init(video: video, metric: metric.id, value: value))
                    }
                    let loss = 0.004 * Double(place + 1) + 0.004 * uniform()
                    curves.append(
                        .init(
                            video: video, id: "isim",
                            title: "Similarity of every frame to the input image (ISIM)",
                            values: (0..<frames).map { 0.98 - loss * Double($0) },
                            weights: .synthetic))
                }
            }
        }
        return ReportContent(
            title: "Demo benchmark",
            suite: .init(
                id: "demo", version: "1", title: "Demo clips",
                categories: categories.map { .init(name: $0.key, samples: $0.value) },
                protocolSettings: [
                    .init("frames", "\(frames)"), .init("size", "64×64"), .init("frames per second", "8"),
                ]),
            variants: ablation, metrics: metrics, scores: scores, curves: curves, costs: costs,
            scoringStages: scoringStages,
            published: PublishedResults.bundled.selecting([
                PublishedResults.TableID.ablation, PublishedResults.TableID.inputSimilarity,
            ]),
            pictures: [
                .init(
                    path: "assets/contact sheet.png", title: "Contact sheet",
                    caption:
                        "Columns: input, frames 1, 6, 11, 16. Rows: two samples per category, ConsistI2V.")
            ], provenance: provenance)
    }

    static let costs: [ReportContent.Cost] = ablation.enumerated().map { place, variant in
        ReportContent.Cost(
            variant: variant.id, videos: 4, secondsPerVideo: 2.5 - 0.25 * Double(place),
            peakMemory: 402_653_184, flopsPerForward: 0.0125e12, profiledFlopsPerForward: 0.0121e12,
            stages: [
                .init(name: "encode", videos: 4, seconds: 0.0125, repetitions: 1, operations: 1.5e9),
                .init(
                    name: "denoise", videos: 4, seconds: 2 - 0.25 * Double(place), repetitions: 10,
                    operations: 0.25e12),
                .init(name: "upscale", videos: 4, seconds: 0.5),
            ])
    }

    static let scoringStages: [ReportContent.Stage] = [
        .init(name: "score", videos: 16, seconds: 0.75, peakMemory: 536_870_912),
        .init(name: "extract.dino_vitb16", videos: 16, seconds: 0.5),
    ]

    /// A FrameInit grid of two by two settings and a row without: motion grows where subjects are kept less.
    static var grid: ReportContent {
        let points: [(Int?, Double?)] = [(850, 0.25), (850, 0.5), (700, 0.25), (700, 0.5), (nil, nil)]
        let values = [(6.0, 0.91), (5.0, 0.92), (5.5, 0.9), (3.0, 0.95), (8.0, 0.85)]
        var content = make(categories: ["Pet": 2], metrics: [])
        content.variants = points.enumerated().map { place, point in
            ReportContent.Variant(
                id: "p\(place)",
                title: point.0.map { "tau \($0), D0 \(point.1 ?? 0)" } ?? "without FrameInit",
                seeds: [0], weights: .demo, gridPoint: .init(steps: point.0, stopFrequency: point.1))
        }
        content.metrics = [
            metric("subject_consistency", "Subject consistency", .higher, weights: nil),
            metric("dynamic_degree@flow", "Flow", .neither, weights: nil),
        ]
        content.metrics[1].scale = 1
        content.scores = values.enumerated().flatMap { place, value in
            (1...2).flatMap { number in
                let video = ReportContent.VideoKey(
                    sample: "pet-\(number)", category: "Pet", variant: "p\(place)", seed: 0)
                return [
                    ReportContent.Score(
                        video: video, metric: "dynamic_degree@flow", value: value.0 + Double(number) - 1.5),
                    ReportContent.Score(video: video, metric: "subject_consistency", value: value.1),
                ]
            }
        }
        (content.curves, content.costs, content.pictures) = ([], [], [])
        return content
    }

    static let provenance = ReportContent.Provenance(
        weights: [
            .init(
                component: "consisti2v", weightClass: .synthetic, name: "synthetic",
                sha256: String(repeating: "0a", count: 32)),
            .init(
                component: "dino_vitb16", weightClass: .synthetic, name: "synthetic",
                sha256: String(repeating: "1b", count: 32)),
        ], deviations: ["ISIM decay is the mean loss per frame; the paper gives no formula."],
        codeVersion: "0.1.0", machine: "2 cores, 24 GiB, Linux", seeds: [0], date: "2026-01-02T03:04:05Z",
        command: "i2vbench run demo --ablate --seeds 0", run: "7")
}
