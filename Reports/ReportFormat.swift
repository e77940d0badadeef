/// What a report is written as.
public enum ReportFormat: String, Sendable, CaseIterable {
    /// `report.md`
    case markdown
    /// `report.json`
    case json
    /// `scores.csv` and `aggregates.csv`
    case csv
    /// `tables/*.csv`, every table as it is printed
    case tables
    /// `report.tex`
    case latex
    /// `report.html`, with the videos side by side
    case html
    /// `vbench/*_eval_results.json` and `vbench/*_full_info.json`
    case vbench
    /// `statistics/*.npz`, means and covariances behind the metrics of sets
    case npz

    /// What comes with every run.
    public static let standard: Set<ReportFormat> = [.markdown, .json, .csv, .html]
    /// Those that a document alone can be written as.
    public static let text: Set<ReportFormat> = [.markdown, .tables, .latex, .html]
}
