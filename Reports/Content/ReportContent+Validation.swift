extension ReportContent {
    /// Checks that ids are unique, that references resolve, and that every score is a finite number or a reason.
    ///
    /// Throws: ``ReportError`` naming the first offender.
    public func validate() throws {
        try Self.requireUnique(variants.map(\.id), kind: "variant")
        try Self.requireUnique(metrics.map(\.id), kind: "metric")
        try Self.requireUnique(suite.categories.map(\.name), kind: "category")
        try Self.requireUnique(costs.map(\.variant), kind: "cost of variant")
        for cost in costs {
            try requireVariant(cost.variant, referredBy: "a cost")
            let measured =
                [cost.secondsPerVideo, cost.flopsPerForward, cost.profiledFlopsPerForward].compactMap { $0 }
                + cost.stages.map(\.seconds)
            try Self.requireFinite(measured, name: "cost", sample: cost.variant)
        }
        try Self.requireUnique(setValues.map { "\($0.metric) of \($0.variant)" }, kind: "set value")
        for value in setValues {
            try requireVariant(value.variant, referredBy: "the set value of “\(value.metric)”")
            let numbers = [value.value] + value.points.map(\.value)
            try Self.requireFinite(numbers, name: value.metric, sample: value.variant)
        }
        for failure in failures { try requireVideo(failure.video, referredBy: "a failure") }
        for curve in curves {
            try requireVideo(curve.video, referredBy: "the curve “\(curve.id)”")
            try Self.requireFinite(curve.values, name: curve.id, sample: curve.video.sample)
        }
        try validateScores()
    }

    private func validateScores() throws {
        struct Place: Hashable {
            var video: VideoKey
            var metric: String
        }
        let known = Set(metrics.map(\.id))
        var places: Set<Place> = []
        for score in scores {
            let sample = score.video.sample
            guard known.contains(score.metric) else {
                throw ReportError.unknown(
                    kind: "metric", id: score.metric, referredBy: "the score of sample “\(sample)”",
                    known: metrics.map(\.id))
            }
            try requireVideo(score.video, referredBy: "a score of “\(score.metric)”")
            guard places.insert(Place(video: score.video, metric: score.metric)).inserted else {
                throw ReportError.duplicate(
                    kind: "score of \(score.metric) for \(score.video.variant)", id: sample)
            }
            try Self.requireConsistent(score)
        }
    }

    private static func requireConsistent(_ score: Score) throws {
        switch (score.status, score.value) {
        case (.scored, let value?) where value.isFinite: return
        case (.scored, let value):
            throw ReportError.inconsistent(
                metric: score.metric, sample: score.video.sample, expected: "a finite number",
                found: value.map { "\($0)" } ?? "no value")
        case (_, nil): return
        case (let status, let value?):
            throw ReportError.inconsistent(
                metric: score.metric, sample: score.video.sample,
                expected: "no value with the status \(status.rawValue)", found: "\(value)")
        }
    }

    private func requireVideo(_ video: VideoKey, referredBy: String) throws {
        try requireVariant(video.variant, referredBy: referredBy)
        guard suite.categories.contains(where: { $0.name == video.category }) else {
            throw ReportError.unknown(
                kind: "category", id: video.category, referredBy: referredBy,
                known: suite.categories.map(\.name))
        }
    }

    private func requireVariant(_ id: String, referredBy: String) throws {
        guard variants.contains(where: { $0.id == id }) else {
            throw ReportError.unknown(
                kind: "variant", id: id, referredBy: referredBy, known: variants.map(\.id))
        }
    }

    private static func requireFinite(_ values: [Double], name: String, sample: String) throws {
        guard let odd = values.first(where: { !$0.isFinite }) else { return }
        throw ReportError.inconsistent(
            metric: name, sample: sample, expected: "finite numbers", found: "\(odd)")
    }

    private static func requireUnique(_ ids: [String], kind: String) throws {
        var seen: Set<String> = []
        for id in ids where !seen.insert(id).inserted { throw ReportError.duplicate(kind: kind, id: id) }
    }
}
