extension PerVideoMetric {
    /// The score, once it is known to lie in the metric's range.
    ///
    /// - Throws: `MetricError.outOfRange` for values outside and for NaN, besides what `score` throws.
    public func checkedScore(_ clip: any ClipFeatures) throws -> VideoScore {
        let score = try score(clip)
        guard descriptor.range.contains(score.value) else {
            throw MetricError.outOfRange(
                sample: clip.sampleID, metric: descriptor.id, value: score.value, range: descriptor.range)
        }
        return score
    }

    /// - Throws: `MetricError.tooFewFrames` when the clip is shorter than `needed`.
    func require(_ needed: Int, framesOf clip: any ClipFeatures) throws {
        guard clip.frameCount >= needed else {
            throw MetricError.tooFewFrames(
                sample: clip.sampleID, metric: descriptor.id, needed: needed, found: clip.frameCount)
        }
    }
}
