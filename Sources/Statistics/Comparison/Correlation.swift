/// How far two lists of numbers rise and fall together.
public enum Correlation {
    /// Pearson's r = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²).
    ///
    /// Range: −1 to 1; nil for fewer than two pairs, or where one list does not vary.
    public static func pearson(_ one: [Double], _ other: [Double]) -> Double? {
        precondition(one.count == other.count, "pairs of numbers")
        guard let first = Summary(one), let second = Summary(other), one.count > 1 else { return nil }
        var (products, squares, others) = (0.0, 0.0, 0.0)
        for (x, y) in zip(one, other) {
            products += (x - first.mean) * (y - second.mean)
            squares += (x - first.mean) * (x - first.mean)
            others += (y - second.mean) * (y - second.mean)
        }
        guard first.minimum < first.maximum, second.minimum < second.maximum, squares > 0, others > 0 else {
            return nil
        }
        return min(1, max(-1, products / (squares * others).squareRoot()))
    }

    /// Spearman's ρ: Pearson's r of the ranks, ties sharing the mean of theirs.
    public static func spearman(_ one: [Double], _ other: [Double]) -> Double? {
        pearson(ranks(one), ranks(other))
    }

    /// Ranks from 1; equal numbers share the mean of their places.
    public static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
            for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
            start = end + 1
        }
        return ranks
    }
}
