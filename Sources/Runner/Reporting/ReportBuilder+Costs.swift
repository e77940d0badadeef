import Reports
import Store

extension ReportBuilder {
    private static let generation = "generate"
    private static let scoring = ["score", "decode", "extract"]
    /// Stages of a generation in the order in which they follow each other; others come after them.
    private static let order = ["encode", "text", "load", "denoise", "decode", "write"]

    /// What the videos of every variant took to make.
    func costs(_ timings: [Int64: [Timing]]) -> [ReportContent.Cost] {
        plan.variants.indices.compactMap { index in
            guard plan.variants[index].kind == .generated else { return nil }
            let found = units.filter { $0.variant == index }.compactMap { timings[$0.video] }
            let whole = found.compactMap { $0.first { $0.stage == Self.generation } }
            guard !whole.isEmpty else { return nil }
            let prefix = Self.generation + "."
            let parts = Dictionary(grouping: found.joined().filter { $0.stage.hasPrefix(prefix) }) {
                String($0.stage.dropFirst(prefix.count))
            }
            let names = Self.order.filter { parts[$0] != nil }
            let others = parts.keys.filter { !Self.order.contains($0) }.sorted()
            return ReportContent.Cost(
                variant: plan.variants[index].label, videos: whole.count,
                secondsPerVideo: whole.map(\.seconds).reduce(0, +) / Double(whole.count),
                peakMemory: whole.compactMap(\.peakMemory).max().map(Int64.init),
                flopsPerForward: whole.compactMap(\.flops).max(),
                profiledFlopsPerForward: whole.compactMap(\.profiledFlops).max(),
                stages: (names + others).map { Self.stage($0, parts[$0] ?? []) })
        }
    }

    /// What scoring took, over the videos of all variants: in all, then by network.
    func scoring(_ timings: [Int64: [Timing]]) -> [ReportContent.Stage] {
        let videos = Set(units.map(\.video)).sorted()
        let parts = Dictionary(
            grouping: videos.flatMap { timings[$0] ?? [] }.filter { timing in
                Self.scoring.contains { timing.stage == $0 || timing.stage.hasPrefix($0 + ".") }
            }, by: \.stage)
        func rank(_ stage: String) -> Int {
            Self.scoring.firstIndex { stage.hasPrefix($0) } ?? Self.scoring.count
        }
        // Metrics share features and take next to nothing themselves.
        return parts.keys.filter { !$0.hasPrefix("score.") }
            .sorted { (rank($0), $0) < (rank($1), $1) }.map { Self.stage($0, parts[$0] ?? []) }
    }

    private static func stage(_ name: String, _ timings: [Timing]) -> ReportContent.Stage {
        let operations = timings.compactMap(\.operations)
        return ReportContent.Stage(
            name: name, videos: timings.count,
            seconds: timings.map(\.seconds).reduce(0, +) / Double(max(1, timings.count)),
            peakMemory: timings.compactMap(\.peakMemory).max().map(Int64.init),
            repetitions: timings.compactMap(\.repetitions).max(),
            operations: operations.isEmpty
                ? nil : operations.reduce(0, +) / Double(operations.count))
    }
}
