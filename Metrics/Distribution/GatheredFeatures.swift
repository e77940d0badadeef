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
        let (units, columns) = try set.rows(key) { features in
            features.withElements { values.append(contentsOf: $0) }
        }
        matrix = FeatureMatrix(
            name: set.name, rows: values.count / columns, columns: columns, values: values)
        self.units = units
    }
}

extension FeatureSet {
    /// Rows of each video's vectors among those of all, and the vectors' length.
    ///
    /// - Parameter visit: is shown every video's vectors, in order.
    /// - Throws: `StatisticsError` for vectors of different lengths and for a set without any, and what reading throws.
    func rows(_ key: FeatureKey, visit: (Tensor) -> Void = { _ in }) throws -> ([Range<Int>], columns: Int) {
        var units: [Range<Int>] = []
        var (rows, columns) = (0, 0)
        for video in 0..<count {
            let features = try features(key, of: video)
            if columns == 0 { columns = features.width }
            guard features.width == columns else {
                throw StatisticsError.dimensionMismatch(
                    set: "\(name), video \(video + 1)", dimension: features.width, other: name,
                    otherDimension: columns)
            }
            visit(features)
            units.append(rows..<rows + features.rows)
            rows += features.rows
        }
        guard rows > 0 else {
            throw StatisticsError.tooFewVectors(
                set: name, purpose: "a metric of sets", needed: 1, found: 0)
        }
        return (units, columns)
    }

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
