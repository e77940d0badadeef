/// Wilson's score interval of a proportion.
public enum Wilson {
    /// centre = (p + z²/2n)/(1 + z²/n), half width = z·√(p(1−p)/n + z²/4n²)/(1 + z²/n), p = successes/n.
    ///
    /// Range: inside [0, 1]; nil when there are no trials.
    /// Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    public static func interval(successes: Int, trials: Int, level: Double = 0.95) -> Interval? {
        precondition(successes >= 0 && successes <= trials, "successes lie between 0 and the trials")
        guard trials > 0 else { return nil }
        return interval(
            proportion: Double(successes) / Double(trials), trials: Double(trials), level: level)
    }

    static func interval(proportion: Double, trials: Double, level: Double) -> Interval {
        precondition(level > 0 && level < 1, "a level lies between 0 and 1")
        let z = -StandardNormal.quantile((1 - level) / 2)
        let shrink = 1 + z * z / trials
        let centre = (proportion + z * z / (2 * trials)) / shrink
        let variance = proportion * (1 - proportion) / trials + z * z / (4 * trials * trials)
        let spread = variance.squareRoot() * z / shrink
        return Interval(lower: max(0, centre - spread), upper: min(1, centre + spread), level: level)
    }
}
