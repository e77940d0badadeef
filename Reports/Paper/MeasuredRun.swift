/// A run as far as its means go: what it holds and what follows from that.
public struct MeasuredRun: Sendable {
    public let content: ReportContent
    let aggregates: Aggregates

    public init(_ report: Report) { self.init(report.content, report.aggregates) }

    init(_ content: ReportContent, _ aggregates: Aggregates) {
        (self.content, self.aggregates) = (content, aggregates)
    }

    /// What two runs must share for their means to be ranked: the suite in one version, how its videos are made and
    /// compared, and how many there are.
    struct Comparability: Hashable {
        var suite: String
        var version: String
        var settings: [String]
        var samples: Int

        var words: [String] { [suite, version] + settings + ["\(samples) samples"] }
    }

    var comparability: Comparability {
        Comparability(
            suite: content.suite.id, version: content.suite.version,
            settings: content.suite.protocolSettings.map { "\($0.name) \($0.value)" },
            samples: content.suite.samples)
    }
}
