import Benchmarks

/// What a metric is expected to make of a corruption.
public struct ValidationClaim: Sendable, Hashable, Codable {
    public enum Trend: String, Sendable, Hashable, Codable { case rises, falls }

    public let metric: String
    public let corruption: ClipCorruption
    public let trend: Trend

    init(_ metric: String, _ corruption: ClipCorruption, _ trend: Trend) {
        (self.metric, self.corruption, self.trend) = (metric, corruption, trend)
    }

    /// Every metric with the corruptions that it is there to notice, and the way its value should go.
    ///
    /// Where a corruption makes a value better (what stands still flickers least), that is the claim.
    public static let all: [ValidationClaim] =
        claims("temporal_flickering", falls: [.noise, .jitter, .shuffle], rises: [.freeze])
        + claims("motion_smoothness", falls: [.noise, .jitter, .shuffle])
        + claims("dynamic_degree@flow", falls: [.freeze], rises: [.jitter, .shuffle])
        + claims("subject_consistency", falls: [.noise, .shuffle, .subjectSwap], rises: [.freeze])
        + claims("background_consistency", falls: [.noise, .jitter, .subjectSwap], rises: [.freeze])
        + claims("object_consistency", falls: [.noise, .subjectSwap, .captionSwap])
        + claims("scene_consistency@corrected", falls: [.noise, .subjectSwap, .captionSwap])
        + claims("overall_consistency", falls: [.noise, .subjectSwap, .captionSwap])
        + claims("i2v_subject", falls: [.noise, .blur, .subjectSwap])
        + claims("clipsim", falls: [.noise, .subjectSwap, .captionSwap])
        + claims("isim_average", falls: [.noise, .blur, .jitter, .subjectSwap])
        + claims("fvd@i3d-tats", rises: [.noise, .blur, .jitter, .shuffle, .freeze])
        + claims("kvd@i3d-tats", rises: [.noise, .blur, .jitter, .shuffle, .freeze])
        + claims("fid@inception-2015", rises: [.noise, .blur])
        + claims("kid@inception-2015", rises: [.noise, .blur])
        + claims("inception_score@c3d-ucf101", falls: [.noise, .blur])
        + claims("inception_score@inception-v3", falls: [.noise, .blur])
        + claims("precision@inception-2015", falls: [.noise, .blur])
        + claims("recall@inception-2015", falls: [.noise, .blur])

    private static func claims(
        _ metric: String, falls: [ClipCorruption] = [], rises: [ClipCorruption] = []
    ) -> [ValidationClaim] {
        falls.map { ValidationClaim(metric, $0, .falls) } + rises.map { ValidationClaim(metric, $0, .rises) }
    }
}
