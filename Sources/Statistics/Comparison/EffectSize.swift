/// How large paired differences are, apart from how many there are.
public struct EffectSize: Sendable, Codable, Equatable {
    /// Cohen's d_z: mean over standard deviation (n − 1) of the clusters' mean differences; nil for fewer than two
    /// clusters, or where all of them differ alike.
    public var standardised: Double?
    /// Share of pairs whose first member is higher, ties counting half: 0.5 where neither wins more often.
    public var superiority: Double

    /// - Parameter clusters: differences of pairs that belong together, such as the seeds of a sample.
    /// - Returns: nil without a pair.
    ///
    /// Source: Cohen (1988), Statistical Power Analysis, section 2.3.5 (d_z); Vargha and Delaney (2000) for the share.
    public init?(ofDifferences clusters: [[Double]]) {
        let filled = clusters.filter { !$0.isEmpty }
        let all = filled.flatMap { $0 }
        guard !all.isEmpty else { return nil }
        let summary = Summary(filled.map { $0.reduce(0, +) / Double($0.count) })
        standardised = summary.flatMap { summary in
            summary.standardDeviation.flatMap { $0 > 0 ? summary.mean / $0 : nil }
        }
        superiority = all.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) } / Double(all.count)
    }
}
