extension BeamSearch {
    /// The search for one prompt.
    struct Search: Sendable {
        private let settings: BeamSearch
        /// Open sequences, and their scores; one at first.
        private(set) var beams: [[Int32]]
        private(set) var scores: [Float]
        private(set) var isDone = false
        private var hypotheses: [Result] = []

        init(settings: BeamSearch, prompt: [Int32]) {
            self.settings = settings
            (beams, scores) = ([prompt], [0])
        }

        /// Takes the best continuations of every open sequence; returns which of these the new ones continue.
        mutating func advance(_ continuations: [[Candidate]]) -> [Int] {
            let ranked = continuations.enumerated().flatMap { row, list in list.map { (row, $0) } }
                .enumerated().sorted {
                    ($1.element.1.score, $0.offset) < ($0.element.1.score, $1.offset)
                }.map(\.element).prefix(2 * settings.beams)
            var (origins, next, nextScores): ([Int], [[Int32]], [Float]) = ([], [], [])
            for (rank, (row, candidate)) in ranked.enumerated() {
                if candidate.token == settings.end {
                    if rank < settings.beams { store(beams[row], candidate.score) }
                    continue
                }
                origins.append(row)
                next.append(beams[row] + [candidate.token])
                nextScores.append(candidate.score)
                if next.count == settings.beams { break }
            }
            let highest = ranked.first?.1.score ?? -.infinity
            (beams, scores) = (next, nextScores)
            let length = Float(beams.first?.count ?? 1)
            isDone =
                hypotheses.count == settings.beams
                && hypotheses.allSatisfy { $0.score >= highest / length }
            return origins
        }

        /// The best hypothesis; sequences that are still open count as they are.
        func best() -> Result {
            var all = self
            if !isDone {
                for (beam, score) in zip(beams, scores) { all.store(beam, score) }
            }
            let best = all.hypotheses.reduce(all.hypotheses[0]) { $1.score >= $0.score ? $1 : $0 }
            let isOpen = best.tokens.count >= settings.maxLength
            return Result(tokens: best.tokens + (isOpen ? [] : [settings.end]), score: best.score)
        }

        private mutating func store(_ tokens: [Int32], _ sum: Float) {
            hypotheses.append(Result(tokens: tokens, score: sum / Float(tokens.count)))
            guard hypotheses.count > settings.beams else { return }
            // The earliest of the worst goes.
            let worst = hypotheses.indices.min {
                (hypotheses[$0].score, $0) < (hypotheses[$1].score, $1)
            }!
            hypotheses.remove(at: worst)
        }
    }
}
