import Runner

/// Where a number comes from, as text.
struct ExplanationText {
    let explanation: CellExplanation

    /// Most videos that are listed without being asked for.
    static let printedVideos = 20

    func text(allVideos: Bool) -> String {
        let facts = value + metric + generator + suite + code
        let width = facts.map(\.0.count).max() ?? 0
        let lines = facts.map { name, text in
            name + String(repeating: " ", count: width + 2 - name.count) + text
        }
        return (lines + ["", videos(all: allVideos)]).joined(separator: "\n")
    }

    private var value: [(String, String)] {
        let exact = explanation.value.map { "\($0)" } ?? "none"
        var facts = [
            ("cell", explanation.address), ("value", "\(explanation.printed) (stored: \(exact))"),
            ("rule", explanation.rule),
        ]
        if let how = explanation.recomputation {
            facts.append(("again", explanation.recomputed.map { "\($0) \(how)\(agreement)" } ?? how))
        }
        return facts
    }

    private var agreement: String {
        switch explanation.agreement {
        case .identical: ", the same to the last bit"
        case .printed: ", the same in every printed digit"
        case .differs: ", which is ANOTHER NUMBER than the stored one"
        case nil: ""
        }
    }

    private var metric: [(String, String)] {
        let metric = explanation.metric
        var facts = [
            ("metric", "\(metric.id) version \(metric.version), \(metric.title)"), ("source", metric.source),
        ]
        if let card = metric.card { facts.append(("card", "Metrics/\(card)/README.md")) }
        facts += Self.weights(metric.weights, name: "network")
        if let reference = metric.reference {
            let hash = metric.referenceHash.map { ", SHA-256 \($0)" } ?? ""
            facts.append(("reference", reference + hash))
        }
        return facts
    }

    private static func weights(_ weights: [CellExplanation.Weights], name: String) -> [(String, String)] {
        weights.map { weights in
            let version = weights.version.map { " version \($0)" } ?? ""
            return (
                name,
                "\(weights.network)\(version): \(weights.provenance) weights \(weights.name), SHA-256 "
                    + weights.sha256
            )
        }
    }

    private var generator: [(String, String)] {
        let generator = explanation.generator
        let settings = generator.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [
            ("row", "\(generator.variant) (\(generator.kind))"),
            ("generator", "\(generator.id) version \(generator.version), identity \(generator.hash)"),
        ] + (settings.isEmpty ? [] : [("settings", settings.joined(separator: " "))])
            + Self.weights(generator.weights, name: "weights")
    }

    private var suite: [(String, String)] {
        let suite = explanation.suite
        return [
            ("suite", "\(suite.suite) version \(suite.suiteVersion), SHA-256 \(suite.suiteHash)"),
            ("protocol", suite.settings.joined(separator: ", ")),
        ]
    }

    private var code: [(String, String)] {
        let code = explanation.code
        return [
            ("run", "\(code.run), plan \(code.planHash)"), ("code", "i2vbench \(code.version)"),
            ("machine", code.machine),
            ("made", code.started + (code.finished.map { " to \($0)" } ?? ", not finished")),
            ("command", code.command),
        ] + (code.directory.map { [("in", $0)] } ?? [])
    }

    private func videos(all: Bool) -> String {
        let videos = explanation.videos
        let shown = all ? videos[...] : videos.prefix(Self.printedVideos)
        let checked = videos.contains { $0.file != .unchecked }
        var table = ConsoleTable(
            [
                .init("sample"), .init("category"), .init("seed", isNumber: true),
                .init("value", isNumber: true), .init("sha256"),
            ] + (checked ? [.init("file")] : []) + [.init("path")])
        table.rows = shown.map { video in
            [
                video.sample, video.category, video.seed.map(String.init) ?? "",
                video.value.map { "\($0)" } ?? video.reason ?? "",
                video.sha256.map { String($0.prefix(12)) } ?? "",
            ] + (checked ? [video.file.rawValue] : []) + [video.path ?? ""]
        }
        let rest = videos.count - shown.count
        return table.text + (rest > 0 ? "\n… and \(rest) more; --all-videos lists them" : "")
    }
}
