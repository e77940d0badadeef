import ArgumentParser
import Foundation
import Reports
import Runner
import Statistics

/// `i2vbench compare`: whether two runs differ.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare two runs on one suite, video by video.",
        discussion: """
            Rows of one title are compared, or the only row of each run, or those that --variant and --baseline name. \
            Videos of the same sample and seed are paired; the result has the mean difference with its interval, the \
            effect size and a permutation test, over all videos and by category, corrected by Holm's method. Values of \
            sets, such as FVD, are compared by a paired jackknife where both runs had the same samples, seeds and \
            reference.
            """)

    @Argument(help: ArgumentHelp(RunReference.help, valueName: "run"))
    var first: RunReference

    @Argument(help: ArgumentHelp("What it is compared with.", valueName: "baseline-run"))
    var second: RunReference

    @Option(help: ArgumentHelp("The store of runs that are numbers alone.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("Row of the first run.", valueName: "title"))
    var variant: String?

    @Option(help: ArgumentHelp("Row of the second run.", valueName: "title"))
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "Folder for the comparison as Markdown, LaTeX, CSV and JSON.", valueName: "folder"))
    var out: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        if first == second, variant == nil || variant == baseline {
            throw ValidationError(
                "a run compared with itself needs two of its rows: --variant and --baseline.")
        }
        if (variant == nil) != (baseline == nil) {
            throw ValidationError("--variant and --baseline come together.")
        }
    }

    func run() throws {
        let (first, second) = (try measured(self.first), try measured(self.second))
        let pair = variant.flatMap { variant in
            baseline.map { RunComparison.Pair(variant: variant, baseline: $0) }
        }
        let comparison = try RunComparison(first, with: second, pair: pair)
        let record = try ComparisonRecord(comparison).text()
        if let out {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            try Report.write(comparison.document, to: folder, formats: ReportFormat.text)
            try Report.write(record, to: folder.appendingPathComponent("compare.json"))
        }
        if json { return print(record, terminator: "") }
        print(Self.text(comparison))
        if let out { print("comparison: \(out)/report.md") }
    }

    private func measured(_ reference: RunReference) throws -> MeasuredRun {
        let found = try reference.open(store: store)
        return MeasuredRun(try RunReport(store: found.store, run: found.run).report())
    }

    /// One line for every metric over all videos, and what was not compared.
    static func text(_ comparison: RunComparison) -> String {
        var table = ConsoleTable([
            .init("metric"), .init("row"), .init("first", isNumber: true), .init("second", isNumber: true),
            .init("difference", isNumber: true), .init("interval", isNumber: true),
            .init("d", isNumber: true), .init("p", isNumber: true), .init("pairs", isNumber: true),
        ])
        for finding in comparison.findings where finding.category == nil {
            guard let metric = comparison.run.content.metrics.first(where: { $0.id == finding.metric }) else {
                continue
            }
            func number(_ value: Double) -> String {
                NumberFormat.fixed(value, decimals: metric.decimals, scale: metric.scale)
            }
            let p = finding.adjustedPValue
            table.rows.append([
                finding.metric,
                finding.variant == finding.baseline
                    ? finding.variant : "\(finding.variant) − \(finding.baseline)",
                number(finding.mean), number(finding.baselineMean), number(finding.difference),
                finding.interval.map { "[\(number($0.lower)), \(number($0.upper))]" } ?? NumberFormat.missing,
                NumberFormat.fixed(finding.effect?.standardised, decimals: 2),
                p < 0.001 ? "< 0.001" : NumberFormat.fixed(p, decimals: 3), "\(finding.pairs)",
            ])
        }
        let nothing = comparison.findings.isEmpty ? ["no video of one run belongs to one of the other"] : []
        return
            ([table.text] + nothing + comparison.notices
            + comparison.apart.map { "not compared: \($0.variant) and \($0.baseline): \($0.reason)" }
            + comparison.gaps.map { "not compared: \($0.metric): \($0.reason)" })
            .joined(separator: "\n")
    }
}
