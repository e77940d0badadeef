import Benchmarks

/// What of a plan is wanted; without any word, all of it.
public struct SweepNarrowing: Sendable, Hashable {
    /// Suites by their names in the plan; empty for all.
    public var suites: [String]
    /// Rows of the tables by what they are called; empty for all.
    public var rows: [String]
    /// Metrics in place of the plan's.
    public var metrics: [String]?

    public init(suites: [String] = [], rows: [String] = [], metrics: [String]? = nil) {
        (self.suites, self.rows, self.metrics) = (suites, rows, metrics)
    }

    public var isWhole: Bool { suites.isEmpty && rows.isEmpty && metrics == nil }

    /// The plan with these suites alone. Throws: `RunnerError.unknown` with the nearest names.
    func narrowed(_ plan: SweepPlan) throws -> SweepPlan {
        let known = plan.suites.map(\.name)
        if let odd = suites.first(where: { !known.contains($0) }) {
            throw RunnerError.unknownName(kind: "suite in \(plan.file)", odd, known)
        }
        guard !suites.isEmpty else { return plan }
        var plan = plan
        plan.suites.removeAll { !suites.contains($0.name) }
        return plan
    }

    /// The words of a command line that ask for this of one suite; begins with a space where there are any.
    ///
    /// - Parameter suite: nil for the only one.
    func text(suite: String?) -> String {
        let words =
            (suite.map { ["--suite", $0] } ?? []) + rows.flatMap { ["--row", $0] }
            + (metrics.map { ["--metrics", $0.joined(separator: ",")] } ?? [])
        return words.map { " " + ShellWords.quoted($0) }.joined()
    }
}
