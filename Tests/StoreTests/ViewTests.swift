import Store
import Testing

@Suite("Views for people")
struct ViewTests {
    @Test("Means are over videos, and every cell says why it is empty")
    func views() throws {
        let scratch = try Scratch()
        let store = try Store(path: scratch.store)
        let run = try store.register(exampleRequest())
        let units = try store.units(run: run)
        for (index, unit) in units.prefix(2).enumerated() {
            var file = exampleFile
            file.sha256 += "\(index)"
            try store.finish(video: unit.video, file: file, timings: [])
            let score = ScoreRecord(
                metric: "flicker", version: 1, weights: "", provenance: "", status: .finished,
                value: Double(index))
            try store.finish(scoring: unit.video, ScoredVideo(scores: [score]))
        }
        try store.fail(video: units[2].video, reason: "broken")
        let lines = try store.rows("SELECT variant, sample, metric, value, status, reason FROM scores_long")
        #expect(
            lines.sorted() == [
                #""bare" | "a" | "flicker" | NULL | "no video" | "broken""#,
                #""bare" | "a" | "subject" | NULL | "no video" | "broken""#,
                #""bare" | "b" | "flicker" | NULL | "no video" | NULL"#,
                #""bare" | "b" | "subject" | NULL | "no video" | "no file""#,
                #""full" | "a" | "flicker" | 0.0 | "finished" | NULL"#,
                #""full" | "a" | "subject" | NULL | "unavailable" | "no file""#,
                #""full" | "b" | "flicker" | 1.0 | "finished" | NULL"#,
                #""full" | "b" | "subject" | NULL | "unavailable" | "no file""#,
            ])
        #expect(
            try store.rows("SELECT variant, metric, category, count, mean FROM category_means") == [
                #""full" | "flicker" | "animals" | 2 | 0.5"#
            ])
        #expect(
            try store.rows("SELECT variant, metric, count, mean FROM overall_means") == [
                #""full" | "flicker" | 2 | 0.5"#
            ])
        #expect(
            try store.rows("SELECT variant, sample, seed, metric, reason FROM failures") == [
                #""bare" | "a" | 0 | NULL | "broken""#
            ])
    }

    @Test("A run of one metric does not show another run's scores")
    func separation() throws {
        let scratch = try Scratch()
        let store = try Store(path: scratch.store)
        let first = try store.register(exampleRequest())
        var request = exampleRequest(planHash: "other")
        request.metrics[0].weights = "other weights"
        let second = try store.register(request)
        let video = try store.units(run: first)[0].video
        try store.finish(video: video, file: exampleFile, timings: [])
        let score = ScoreRecord(
            metric: "flicker", version: 1, weights: "", provenance: "", status: .finished, value: 0.5)
        try store.finish(scoring: video, ScoredVideo(scores: [score]))
        #expect(try store.scores(run: first)[video] == [score])
        #expect(try store.scores(run: second)[video] == nil)
    }
}
