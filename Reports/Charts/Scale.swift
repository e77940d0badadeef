import Foundation

/// A linear axis with round ends and round ticks.
struct Scale {
    let lower: Double
    let upper: Double
    let step: Double
    /// Pixels of the two ends.
    let start: Double
    let end: Double

    /// - Parameter ticks: about how many intervals.
    init(covering values: [Double], includeZero: Bool, ticks: Int = 5, start: Double, end: Double) {
        let finite = values.filter(\.isFinite)
        var low = finite.min() ?? 0
        var high = finite.max() ?? 1
        if includeZero {
            low = min(low, 0)
            high = max(high, 0)
        }
        if high - low < 1e-12 * max(1, abs(high)) {
            // A flat line still needs an axis with two ends.
            let margin = max(abs(high) * 0.01, 1e-6)
            if !includeZero || low != 0 { low -= margin }
            high += margin
        }
        let step = Self.roundStep((high - low) / Double(ticks))
        self.step = step
        lower = (low / step + 1e-9).rounded(.down) * step
        upper = (high / step - 1e-9).rounded(.up) * step
        self.start = start
        self.end = end
    }

    /// 1, 2, 2.5 or 5 times a power of ten, at least `rough`.
    private static func roundStep(_ rough: Double) -> Double {
        let power = pow(10, log10(rough).rounded(.down))
        let factor = [1, 2, 2.5, 5, 10].first { $0 * power >= rough * (1 - 1e-9) } ?? 10
        return factor * power
    }

    func position(_ value: Double) -> Double { start + (value - lower) / (upper - lower) * (end - start) }

    var ticks: [Double] {
        let count = Int(((upper - lower) / step).rounded())
        return (0...count).map { lower + Double($0) * step }
    }

    /// Just enough decimals to tell the ticks apart.
    func label(_ tick: Double) -> String {
        var decimals = 0
        while decimals < 9,
            abs(step * pow(10, Double(decimals)) - (step * pow(10, Double(decimals))).rounded()) > 1e-6
        {
            decimals += 1
        }
        return NumberFormat.fixed(tick, decimals: decimals)
    }
}
