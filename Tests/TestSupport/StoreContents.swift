import Store

extension Store {
    /// Everything in a store apart from runs, row ids and times.
    ///
    /// - Parameter timings: whether the stages of every video count. A file that is there twice is decoded once by one
    ///   process, and in every shard that has it.
    package func contents(timings: Bool = true) throws -> [String] {
        let stages = "SELECT sha256, stage FROM timing JOIN video ON video.id = video ORDER BY sha256, stage"
        let queries =
            [
                "SELECT hash, name, category, prompt, image_sha256 FROM sample ORDER BY hash",
                "SELECT hash, name, identity FROM generator ORDER BY hash",
                """
                SELECT sample.name, generator.hash, seed, encoding, status, reason, sha256, path, frames, video.width
                FROM video JOIN sample ON sample.id = sample JOIN generator ON generator.id = generator
                ORDER BY sample.name, generator.hash, seed
                """,
                """
                SELECT sha256, metric, version, weights, score.status, score.reason, value, parts
                FROM score JOIN video ON video.id = video ORDER BY sha256, metric
                """,
                """
                SELECT extractor.hash, preprocessing, kind, content_sha256, hex(elements)
                FROM feature JOIN extractor ON extractor.id = extractor ORDER BY content_sha256, preprocessing, kind
                """,
                "SELECT variant, metric, category, count, value FROM set_score ORDER BY variant, metric, category",
                "SELECT count(*) FROM claim",
            ] + (timings ? [stages] : [])
        return try queries.flatMap { try rows($0) }
    }
}
