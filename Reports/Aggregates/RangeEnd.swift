/// An end of a metric's range that a group of values is stuck at: the metric cannot tell its rows apart there.
public enum RangeEnd: Sendable, Hashable {
    case floor, ceiling

    /// Part of the range that counts as its end.
    public static let margin = 0.01

    /// The end that every value lies within 1 % of the range of, or nil. A range without end on either side has no
    /// such part; neither has an empty group.
    public static func reached(by values: [Double], range: ReportContent.ValueRange?) -> RangeEnd? {
        guard let lower = range?.lower, let upper = range?.upper, lower < upper, !values.isEmpty else {
            return nil
        }
        let margin = (upper - lower) * Self.margin
        if values.allSatisfy({ $0 <= lower + margin }) { return .floor }
        return values.allSatisfy { $0 >= upper - margin } ? .ceiling : nil
    }

    /// Footnote mark of a cell.
    var mark: String { self == .floor ? "⌊" : "⌈" }

    /// What a caption says about the marks that a table has; empty without any.
    static func legend(_ ends: [RangeEnd?]) -> String {
        let texts = [RangeEnd.floor, .ceiling].filter(ends.contains).map { end in
            "\(end.mark) all rows within 1 % of the \(end == .floor ? "low" : "high") end of the metric's range"
        }
        return texts.isEmpty
            ? "" : " " + texts.joined(separator: ", ") + ": it does not tell these rows apart."
    }
}
