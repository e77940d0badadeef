import Benchmarks
import Checkpoints
import Foundation

/// What metrics make of clips of the toy world that are spoilt by degrees.
public struct ValidationTable: Sendable, Codable {
    /// A metric under one corruption.
    public struct Row: Sendable, Codable {
        public let claim: ValidationClaim
        /// Means over the clips, one for each degree.
        public let values: [Double]
        /// Of the metric's networks; nil for metrics of pixels alone.
        public let weights: Provenance?

        /// Whether every step goes the claimed way.
        public var isMonotone: Bool {
            zip(values, values.dropFirst()).allSatisfy { claim.trend == .rises ? $0 < $1 : $0 > $1 }
        }

        /// Whether the last value lies on the claimed side of the first.
        public var isRightAtTheEnd: Bool {
            guard let first = values.first, let last = values.last else { return false }
            return claim.trend == .rises ? first < last : first > last
        }
    }

    /// How strongly the clips were spoilt; the first is not at all.
    public let degrees: [Double]
    public let clips: Int
    public let referenceClips: Int
    public var rows: [Row]

    /// The table as Markdown.
    public var markdown: String {
        let head =
            ["metric", "corruption"] + degrees.map { Self.number($0, digits: 2) } + ["expected", "seen"]
        var lines = [head, ["---", "---"] + degrees.map { _ in "---:" } + ["---", "---"]]
        for row in rows {
            let mark =
                switch row.weights {
                case .synthetic: " †"
                case .demo: " ‡"
                default: ""
                }
            lines.append(
                ["`\(row.claim.metric)`\(mark)", row.claim.corruption.rawValue]
                    + row.values.map { Self.number($0, digits: Self.digits(of: row.values)) }
                    + [row.claim.trend.rawValue, row.verdict])
        }
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    /// Three significant digits of the largest value, at least.
    private static func digits(of values: [Double]) -> Int {
        let largest = values.map(abs).max() ?? 0
        return largest >= 100 ? 1 : largest >= 10 ? 2 : largest >= 1 ? 3 : 4
    }

    private static func number(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}

extension ValidationTable.Row {
    var verdict: String { isMonotone ? "yes" : isRightAtTheEnd ? "at the end" : "no" }
}
