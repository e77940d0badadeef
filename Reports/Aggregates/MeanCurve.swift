/// A curve averaged over the videos of one variant.
public struct MeanCurve: Sendable, Codable, Equatable {
    public var id: String
    public var title: String
    public var axisTitle: String
    /// Id of the variant.
    public var variant: String
    /// Frame number of the first value.
    public var firstFrame: Int
    /// Means, frame by frame, over the videos that reach the frame; nil where none does.
    public var values: [Double?]
    /// Videos that reach each frame.
    public var counts: [Int]

    /// All mean curves of a report: ids in order of first appearance, then variants in the report's order.
    public static func all(in content: ReportContent) -> [MeanCurve] {
        var ids: [String] = []
        for curve in content.curves where !ids.contains(curve.id) { ids.append(curve.id) }
        return ids.flatMap { id in
            content.variants.compactMap { variant in
                mean(of: content.curves.filter { $0.id == id && $0.video.variant == variant.id })
            }
        }
    }

    private static func mean(of curves: [ReportContent.Curve]) -> MeanCurve? {
        let sorted = curves.sorted {
            ($0.video.sample, $0.video.category, $0.video.seed ?? 0)
                < ($1.video.sample, $1.video.category, $1.video.seed ?? 0)
        }
        guard let start = sorted.map(\.firstFrame).min(),
            let end = sorted.map({ $0.firstFrame + $0.values.count }).max(), end > start,
            let first = sorted.first
        else { return nil }
        var sums = [Double](repeating: 0, count: end - start)
        var counts = [Int](repeating: 0, count: end - start)
        for curve in sorted {
            for (offset, value) in curve.values.enumerated() {
                sums[curve.firstFrame - start + offset] += value
                counts[curve.firstFrame - start + offset] += 1
            }
        }
        return MeanCurve(
            id: first.id, title: first.title, axisTitle: first.axisTitle, variant: first.video.variant,
            firstFrame: start,
            values: zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : nil }, counts: counts)
    }
}
