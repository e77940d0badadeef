import Statistics
import Tensor

/// The features of a set of videos in memory, with the rows of each video.
struct GatheredFeatures: Sendable {
    let matrix: FeatureMatrix
    /// Rows of one video each.
    let units: [Range<Int>]

    /// - Throws: `StatisticsError.tooFewVectors` for a set without vectors, and what reading throws.
    init(_ set: any FeatureSet, _ key: FeatureKey) throws {
        var values: [Float] = []
        var units: [Range<Int>] = []
        var (rows, columns) = (0, 0)
        for video in 0..<set.count {
            let features = try set.features(key, of: video)
            if columns == 0 { columns = features.width }
            guard features.width == columns else {
                throw StatisticsError.dimensionMismatch(
                    set: "\(set.name), video \(video + 1)", dimension: features.width, other: set.name,
                    otherDimension: columns)
            }
            features.withElements { values.append(contentsOf: $0) }
            units.append(rows..<rows + features.rows)
            rows += features.rows
        }
        guard rows > 0 else {
            throw StatisticsError.tooFewVectors(
                set: set.name, purpose: "a metric of sets", needed: 1, found: 0)
        }
        matrix = FeatureMatrix(name: set.name, rows: rows, columns: columns, values: values)
        self.units = units
    }
}

extension FeatureSet {
    /// Vectors of all videos and their length, as far as the first video tells: all have as many, or nearly.
    func estimatedElements(_ key: FeatureKey) throws -> Int {
        guard count > 0 else { return 0 }
        return try features(key, of: 0).count * count
    }

    /// Mean and scatter of the videos' vectors, read one video at a time.
    func moments(_ key: FeatureKey, of videos: some Sequence<Int>) throws -> FeatureMoments? {
        var moments: FeatureMoments?
        for video in videos {
            let features = try features(key, of: video)
            if moments == nil { moments = FeatureMoments(name: name, dimension: features.width) }
            try features.withElements { elements in
                for row in 0..<features.rows {
                    try moments?.add(elements[row * features.width..<(row + 1) * features.width])
                }
            }
        }
        return moments
    }
}

extension SetValue {
    /// Takes a jackknife's findings.
    mutating func trust(_ estimate: JackknifeEstimate?) {
        standardError = estimate?.standardError
        biasCorrected = estimate?.corrected
        blocks = estimate?.parts
    }

    /// Takes an extrapolation's findings.
    mutating func extrapolate(_ curve: ExtrapolationCurve?) {
        limit = curve?.fit.intercept
        limitError = curve?.fit.interceptError
        slope = curve?.fit.slope
        points =
            curve?.points.map { Point(count: $0.units, value: $0.value, spread: $0.standardDeviation) } ?? []
    }

    mutating func warn(_ warnings: [StatisticsWarning]) {
        self.warnings += warnings.map(\.description).filter { !self.warnings.contains($0) }
    }
}
