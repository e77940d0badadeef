extension Wilson {
    /// Score interval of a proportion whose trials come in clusters, such as the frames of a video.
    ///
    /// Frames of one video resemble each other, so n of them say less than n independent ones. With x successes in n
    /// trials of a cluster, p the proportion over all N trials of M clusters:
    ///
    ///     v = M/(M − 1)·Σ(x − p·n)²/N²,  n* = p(1 − p)/v,  and Wilson's interval of p with n* trials
    ///
    /// n* lies between 1 and N. Where all trials agree (p is 0 or 1) nothing is known about the likeness within
    /// clusters, and every cluster counts as a single trial.
    ///
    /// Range: inside [0, 1]; nil for fewer than two clusters with trials.
    /// Source: Korn and Graubard (1998), effective sample size; Franco et al. (2019), its use in Wilson's interval.
    public static func interval(
        ofClusters clusters: [(successes: Int, trials: Int)], level: Double = 0.95
    ) -> Interval? {
        precondition(
            clusters.allSatisfy { $0.successes >= 0 && $0.successes <= $0.trials },
            "successes lie between 0 and the trials")
        let clusters = clusters.filter { $0.trials > 0 }
        guard clusters.count > 1 else { return nil }
        let trials = Double(clusters.reduce(0) { $0 + $1.trials })
        let successes = Double(clusters.reduce(0) { $0 + $1.successes })
        let proportion = successes / trials
        let count = Double(clusters.count)
        guard successes > 0, successes < trials else {
            return interval(proportion: proportion, trials: count, level: level)
        }
        let squares = clusters.reduce(0) { sum, cluster in
            let deviation = Double(cluster.successes) - proportion * Double(cluster.trials)
            return sum + deviation * deviation
        }
        let variance = count / (count - 1) * squares / (trials * trials)
        let effective = proportion * (1 - proportion) / variance
        return interval(proportion: proportion, trials: min(max(effective, 1), trials), level: level)
    }
}
