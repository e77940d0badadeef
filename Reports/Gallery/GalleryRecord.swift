import Foundation

/// What the gallery's script reads: names once, then one short entry a sample.
struct GalleryRecord: Encodable {
    struct System: Encodable {
        var title: String
    }

    struct Metric: Encodable {
        var title: String
        var higher: Bool?
        var decimals: Int
        var scale: Double
    }

    struct Clip: Encodable {
        var system: Int
        /// A number as text: seeds have more digits than the script's numbers.
        var seed: String?
        var path: String
        /// One for each metric, unscaled.
        var values: [Double?]
        /// Footnote mark of the weights, one for each metric.
        var marks: [String]
    }

    struct Item: Encodable {
        var sample: String
        var category: Int
        var prompt: String?
        var input: String?
        var clips: [Clip]
    }

    var systems: [System]
    /// Places of the systems whose values a mean may hold: those that compare with each other.
    var comparable: [Int]
    var metrics: [Metric]
    var categories: [String]
    var items: [Item]

    init(_ gallery: Gallery, _ content: ReportContent) {
        let metrics = content.metrics.filter { metric in
            content.scores.contains { $0.metric == metric.id && $0.value != nil }
        }
        var values: [ReportContent.VideoKey: [String: Double]] = [:]
        for score in content.scores {
            if let value = score.value { values[score.video, default: [:]][score.metric] = value }
        }
        let places = Dictionary(
            content.variants.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let names = content.suite.categories.map(\.name)
        let labels = Labels(content: content)
        systems = content.variants.map { System(title: $0.title) }
        let ranked = Set(content.rankedRows.ranked)
        comparable = content.variants.indices.filter { ranked.contains(content.variants[$0].id) }
        categories = names
        self.metrics = metrics.map { metric in
            Metric(
                title: metric.title, higher: metric.direction == .neither ? nil : metric.direction == .higher,
                decimals: metric.decimals, scale: metric.scale)
        }
        items = gallery.items.map { item in
            Item(
                sample: item.sample, category: names.firstIndex(of: item.category) ?? 0, prompt: item.prompt,
                input: item.input.map(HTMLText.address),
                clips: item.clips.compactMap { clip in
                    guard let place = places[clip.variant] else { return nil }
                    let key = ReportContent.VideoKey(
                        sample: item.sample, category: item.category, variant: clip.variant, seed: clip.seed)
                    return Clip(
                        system: place, seed: clip.seed.map { "\($0)" }, path: HTMLText.address(clip.path),
                        values: metrics.map { values[key]?[$0.id] },
                        marks: metrics.map { Labels.mark(labels.warning(content.variants[place], $0)) })
                })
        }
    }

    /// JSON that cannot end the script element it stands in.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var short = self
        short.items = []
        let text = String(decoding: try encoder.encode(short), as: UTF8.self)
        return try JSONPieces.filling("items", with: items, in: text, depth: nil, by: encoder)
            .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "\\u003c")
    }
}
