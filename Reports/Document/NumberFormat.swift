import Foundation

/// Numbers as text: the same on every machine and in every locale.
public enum NumberFormat {
    /// What a table shows where there is no number.
    public static let missing = "–"

    /// `0.9741` with scale 100 and two decimals → `97.41`. Anything not finite gives ``missing``; no `-0.00`.
    public static func fixed(_ value: Double?, decimals: Int, scale: Double = 1) -> String {
        guard let value, value.isFinite, (value * scale).isFinite else { return missing }
        let text = String(format: "%.\(max(0, decimals))f", value * scale)
        return text.hasPrefix("-") && !text.contains { "123456789".contains($0) }
            ? String(text.dropFirst()) : text
    }

    /// The same with further digits left out instead of rounded. What lies within a millionth of the last digit below
    /// a number counts as it: `0.7575` is 75.75 and no rounding error less.
    public static func truncated(_ value: Double?, decimals: Int, scale: Double = 1) -> String {
        guard let value, value.isFinite, (value * scale).isFinite else { return missing }
        let power = pow(10, Double(max(0, decimals)))
        let digits = value * scale * power
        return fixed((digits + (digits < 0 ? -1e-6 : 1e-6)).rounded(.towardZero) / power, decimals: decimals)
    }

    /// Three significant digits or all digits before the point: `0.0412`, `3.14`, `1234`.
    public static func significant(_ value: Double?) -> String {
        guard let value, value.isFinite else { return missing }
        guard value != 0 else { return "0" }
        let exponent = Int(log10(abs(value)).rounded(.down))
        return fixed(value, decimals: min(12, max(0, 2 - exponent)))
    }

    /// The value as a column prints it.
    static func cell(_ value: Double?, of metric: ReportContent.Metric) -> String {
        fixed(value, decimals: metric.decimals, scale: metric.scale)
    }

    /// A difference as the column prints its values, with its sign: `+0.12`, `-0.12`, `0.00`.
    static func signed(_ value: Double?, of metric: ReportContent.Metric) -> String {
        let text = cell(value, of: metric)
        return text.hasPrefix("-") || !text.contains { "123456789".contains($0) } ? text : "+" + text
    }

    /// `[97.02, 97.80]`.
    static func interval(_ lower: Double, _ upper: Double, of metric: ReportContent.Metric) -> String {
        "[\(cell(lower, of: metric)), \(cell(upper, of: metric))]"
    }

    /// Shortest text that reads back as the same number: `0.1`, `1e-05`.
    public static func exact(_ value: Double) -> String { value.description }
}
