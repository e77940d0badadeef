import Statistics

/// Two runs on one suite, compared video by video: the same sample, and the same seed where both have seeds.
public struct RunComparison: Sendable {
    /// Titles of the rows that are compared.
    public struct Pair: Sendable, Codable, Equatable {
        public var variant: String
        public var baseline: String

        public init(variant: String, baseline: String) {
            (self.variant, self.baseline) = (variant, baseline)
        }
    }

    /// Rows that are not compared because they were not taken under one protocol or with one kind of weights.
    public struct Apart: Sendable, Codable, Equatable {
        public var variant: String
        public var baseline: String
        public var reason: String
    }

    /// A metric that the two runs cannot be compared in.
    public struct Gap: Sendable, Codable, Equatable {
        public var metric: String
        public var reason: String
    }

    public let run: MeasuredRun
    public let baselineRun: MeasuredRun
    public let pairs: [Pair]
    /// By pair and metric: over all videos first, then by category in the suite's order.
    public let findings: [PairedFinding]
    public let gaps: [Gap]
    /// Pairs of rows that belong together by name and are not compared.
    public let apart: [Apart]
    /// What a reader must know before trusting a difference: other settings, versions, files.
    public let notices: [String]
    /// Makes the intervals.
    public let bootstrap: ClusterBootstrap

    /// - Parameter pair: nil for all rows with one title in both runs, or the only row of each.
    ///
    /// Throws: ``ReportError/incomparable(what:expected:found:advice:)`` for runs on different suites or versions of one,
    /// and without rows that belong together and were taken under one protocol and with one kind of weights, ``ReportError/unknown(kind:id:referredBy:known:)`` for a row that is not there.
    public init(
        _ run: MeasuredRun, with baseline: MeasuredRun, pair: Pair? = nil,
        bootstrap: ClusterBootstrap = ClusterBootstrap(),
        test: PairedPermutationTest = PairedPermutationTest()
    ) throws {
        let (one, other) = (run.content, baseline.content)
        guard one.suite.id == other.suite.id else {
            throw ReportError.incomparable(
                what: "the two runs", expected: "one suite",
                found: "“\(one.suite.id)” and “\(other.suite.id)”",
                advice: "Compare runs on the same samples; means on different suites do not compare.")
        }
        guard one.suite.version == other.suite.version else {
            throw ReportError.incomparable(
                what: "the two runs", expected: "one version of the suite “\(one.suite.id)”",
                found: "versions \(one.suite.version) and \(other.suite.version)",
                advice: "Carry out one of the runs again; samples of different versions are not the same.")
        }
        (self.run, baselineRun, self.bootstrap) = (run, baseline, bootstrap)
        let candidates = try pair.map { [try Self.checked($0, one, other)] } ?? Self.pairs(one, other)
        let apart = candidates.compactMap { pair in
            Self.obstacle(pair, one, other).map {
                Apart(variant: pair.variant, baseline: pair.baseline, reason: $0)
            }
        }
        guard apart.count < candidates.count else {
            throw ReportError.incomparable(
                what: "the rows of the two runs",
                expected: "rows that were taken under one protocol and with one kind of weights",
                found: apart.map { "“\($0.variant)” and “\($0.baseline)”: \($0.reason)" }.joined(
                    separator: "; "),
                advice:
                    "Numbers of different protocols or weights do not compare; name other rows with --variant and "
                    + "--baseline.")
        }
        self.apart = apart
        let comparable = candidates.filter { pair in
            !apart.contains { $0.variant == pair.variant && $0.baseline == pair.baseline }
        }
        pairs = comparable
        gaps = Self.gaps(one, other)
        notices = Self.notices(one, other)
        let work = PairedWork(run: one, baseline: other, bootstrap: bootstrap, test: test)
        let missing = Set(gaps.map(\.metric))
        let metrics = one.metrics.filter { metric in
            !missing.contains(metric.id) && other.metrics.contains { $0.id == metric.id }
        }
        findings = Self.corrected(
            comparable.flatMap { pair in metrics.flatMap { work.findings(pair, $0.id) } })
    }

    private static func corrected(_ findings: [PairedFinding]) -> [PairedFinding] {
        var findings = findings
        for family in [true, false] {
            let places = findings.indices.filter { (findings[$0].category == nil) == family }
            let adjusted = Holm.adjusted(places.map { findings[$0].pValue })
            for (place, value) in zip(places, adjusted) { findings[place].adjustedPValue = value }
        }
        return findings
    }
}

extension RunComparison {
    private static func checked(_ pair: Pair, _ one: ReportContent, _ other: ReportContent) throws -> Pair {
        for (title, content) in [(pair.variant, one), (pair.baseline, other)] {
            guard content.variants.contains(where: { $0.title == title }) else {
                throw ReportError.unknown(
                    kind: "variant", id: title, referredBy: "the comparison",
                    known: content.variants.map(\.title))
            }
        }
        return pair
    }

    private static func pairs(_ one: ReportContent, _ other: ReportContent) throws -> [Pair] {
        // Real videos are the same in every run.
        let titles = one.variants.filter { $0.isReal != true }.map(\.title)
        let others = other.variants.filter { $0.isReal != true }.map(\.title)
        let common = titles.filter(others.contains)
        if !common.isEmpty { return common.map { Pair(variant: $0, baseline: $0) } }
        guard titles.count == 1, others.count == 1 else {
            throw ReportError.incomparable(
                what: "the rows of the two runs", expected: "rows with one title, or a single row each",
                found: listed(titles) + " and " + listed(others),
                advice: "Name two of them with --variant and --baseline.")
        }
        return [Pair(variant: titles[0], baseline: others[0])]
    }

    /// Settings of a suite that are its protocol.
    private static let protocolSettings = ["frames", "size", "frames per second"]

    /// Why two rows must not be compared; nil where they may.
    private static func obstacle(_ pair: Pair, _ one: ReportContent, _ other: ReportContent) -> String? {
        guard let variant = one.variants.first(where: { $0.title == pair.variant }),
            let baseline = other.variants.first(where: { $0.title == pair.baseline })
        else { return nil }
        let (standing, unlike) = (RowStanding(variant), RowStanding(baseline))
        if standing.weights != unlike.weights {
            return "\(RankedRows.weights(variant)) here, \(RankedRows.weights(baseline)) there"
        }
        let common = standing.protocols.intersection(unlike.protocols)
        if common.isEmpty {
            return "\(RankedRows.protocols(variant)) here, \(RankedRows.protocols(baseline)) there"
        }
        guard common == [ReportContent.Variant.nativeProtocol], variant.weights != nil,
            baseline.weights != nil
        else { return nil }
        for name in protocolSettings {
            let here = one.suite.protocolSettings.first { $0.name == name }?.value
            let there = other.suite.protocolSettings.first { $0.name == name }?.value
            if let here, let there, here != there { return "\(name) \(here) here, \(there) there" }
        }
        return nil
    }

    private static func listed(_ titles: [String]) -> String {
        titles.map { "“\($0)”" }.joined(separator: ", ")
    }

    private static func gaps(_ one: ReportContent, _ other: ReportContent) -> [Gap] {
        let ids =
            one.metrics.map(\.id)
            + other.metrics.map(\.id).filter { id in
                !one.metrics.contains { $0.id == id }
            }
        return ids.compactMap { id in
            let first = one.metrics.first { $0.id == id }
            let second = other.metrics.first { $0.id == id }
            return reason(first, second).map { Gap(metric: id, reason: $0) }
        }
    }

    /// Why two columns do not hold the same quantity; nil where they do.
    private static func reason(_ one: ReportContent.Metric?, _ other: ReportContent.Metric?) -> String? {
        guard let one, let other else { return "only one of the runs has it" }
        guard one.version == other.version else {
            return "computed as version \(one.version) here and version \(other.version) there"
        }
        if let unavailable = one.unavailable ?? other.unavailable { return unavailable.reason }
        guard let weights = one.identity, let others = other.identity, weights != others else { return nil }
        return "computed with other weights or arithmetic (\(weights.prefix(12))… and \(others.prefix(12))…)"
    }

    private static func notices(_ one: ReportContent, _ other: ReportContent) -> [String] {
        var found: [String] = []
        let settings = one.suite.protocolSettings
        let others = other.suite.protocolSettings
        let names = (settings + others).map(\.name).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        for name in names {
            let here = settings.first { $0.name == name }?.value ?? "none"
            let there = others.first { $0.name == name }?.value ?? "none"
            if here != there { found.append("Protocol, \(name): \(here) in one run, \(there) in the other.") }
        }
        if one.provenance.codeVersion != other.provenance.codeVersion {
            found.append(
                "The runs were made by \(one.provenance.codeVersion) and \(other.provenance.codeVersion).")
        }
        return found
    }
}
