import Networks

/// Every metric that can be listed and computed by name.
public enum MetricRegistry {
    /// Metrics with a value for every video.
    public static let perVideo: [any PerVideoMetric] = [
        TemporalFlickering(),
        StaticTemporalFlickering(),
        MotionSmoothness(),
        DynamicDegree(.binary),
        DynamicDegree(.flow),
        BackgroundConsistency(),
        SubjectConsistency(),
        ObjectConsistency(),
        SceneConsistency(.vbench),
        SceneConsistency(.corrected),
        OverallConsistency(),
        I2VSubject(),
        CLIPSIM(),
        ISIM(.first),
        ISIM(.average),
        ISIM(.decay),
    ]

    /// Metrics with a value for a set of videos.
    public static let sets: [any SetMetric] = [
        FVD(.tats),
        FVD(.styleGANV),
        FID(),
        KernelDistanceMetric(.kid),
        KernelDistanceMetric(.kvd),
        InceptionScoreMetric(.c3d),
        InceptionScoreMetric(.inception),
        PrecisionRecallMetric(.precision),
        PrecisionRecallMetric(.recall),
        TorchMetricsCLIPScore(),
    ]

    /// All of them: sets last.
    public static var all: [any Metric] { perVideo + sets }

    /// - Throws: `MetricError.unknownMetric` listing the known ids.
    public static func metric(_ id: String) throws -> any Metric {
        guard let found = all.first(where: { $0.descriptor.id == id }) else {
            throw MetricError.unknownMetric(id: id, known: all.map(\.descriptor.id))
        }
        return found
    }
}
