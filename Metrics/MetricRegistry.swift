/// Every metric that can be listed and computed by name.
public enum MetricRegistry {
    public static let all: [any PerVideoMetric] = [
        TemporalFlickering(),
        SubjectConsistency(),
        BackgroundConsistency(),
        CLIPSIM(),
        ISIM(.first),
        ISIM(.average),
        ISIM(.decay),
    ]

    /// - Throws: `MetricError.unknownMetric` listing the known ids.
    public static func metric(_ id: String) throws -> any PerVideoMetric {
        guard let found = all.first(where: { $0.descriptor.id == id }) else {
            throw MetricError.unknownMetric(id: id, known: all.map(\.descriptor.id))
        }
        return found
    }
}
