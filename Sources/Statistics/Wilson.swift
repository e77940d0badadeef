/// Wilson's score interval of a proportion.
public enum Wilson {
    /// centre = (p + z²/2n)/(1 + z²/n), half width = z·√(p(1−p)/n + z²/4n²)/(1 + z²/n), p = successes/n.
    ///
    /// Range: inside [0, 1]; nil when there are no trials.
    /// Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    public static func interval(successes: Int, trials: Int, level: Double = 0.95) -> Interval? {
        precondition(successes >= 0 && successes <= trials, "successes lie between 0 and the trials")
        precondition(level > 0 && level < 1, "a level lies between 0 and 1")
        guard trials > 0 else { return nil }
        let n = Double(trials)
        let proportion = Double(successes) / n
        let z = -StandardNormal.quantile((1 - level) / 2)
        let shrink = 1 + z * z / n
        let centre = (proportion + z * z / (2 * n)) / shrink
        let spread = (proportion * (1 - proportion) / n + z * z / (4 * n * n)).squareRoot() * z / shrink
        return Interval(lower: max(0, centre - spread), upper: min(1, centre + spread), level: level)
    }
}
