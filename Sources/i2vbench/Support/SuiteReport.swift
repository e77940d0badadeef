import Benchmarks

/// A look through a data set as commands print it.
struct SuiteReport: Encodable {
    let suite, version, data: String
    let entries, opened, samples: Int
    let complete: Bool
    /// How many findings there are of every kind that occurs.
    let counts: [String: Int]
    let findings: [DatasetFinding]

    /// Findings of a kind that are printed unless all are asked for.
    private static let shown = 10

    init(_ report: DatasetCheck.Report) {
        (suite, version, data) = (report.suite, report.version, report.data)
        (entries, opened, samples) = (report.entries, report.opened, report.samples)
        complete = report.isComplete
        findings = report.findings
        counts = Dictionary(grouping: report.findings, by: \.kind.rawValue).mapValues(\.count)
    }

    func text(all: Bool) -> String {
        var lines = [
            "suite      \(suite) \(version)", "data       \(data)",
            "entries    \(entries), \(opened) of their files opened",
            "samples    \(samples)", "complete   \(complete ? "yes" : "no")",
        ]
        for kind in DatasetFinding.Kind.allCases {
            let members = findings.filter { $0.kind == kind }
            guard !members.isEmpty else { continue }
            lines += ["", "\(kind.title): \(members.count)"]
            let visible = all ? members[...] : members.prefix(Self.shown)
            lines += visible.map { "  \($0.path)\($0.detail.isEmpty ? "" : ": \($0.detail)")" }
            if visible.count < members.count {
                lines.append("  and \(members.count - visible.count) more; --verbose or --json list all")
            }
        }
        return lines.joined(separator: "\n")
    }
}
