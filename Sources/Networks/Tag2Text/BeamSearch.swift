import Foundation
import Tensor

/// Beam search over next-token logits.
///
/// Scores are sums of log-probabilities, divided by the number of tokens (prompt included, end token not) when a
/// hypothesis is stored. Of the best 2 · beams continuations of a step, walked from the best, those that end and are
/// among the first `beams` are stored, those that end later are dropped, and the others fill the beams. A search is done
/// when it holds `beams` hypotheses of which none is worse than the best continuation can become.
/// Source: beam search of transformers 4.33 with length penalty 1, no early stopping, no repetition penalty.
package struct BeamSearch: Sendable {
    package var beams: Int
    /// Tokens, prompt included, from which on a caption may end, and at which it must.
    package var minLength: Int
    package var maxLength: Int
    package var end: Int32

    package init(beams: Int, minLength: Int, maxLength: Int, end: Int32) {
        (self.beams, self.minLength, self.maxLength, self.end) = (beams, minLength, maxLength, end)
    }

    /// What a search found: prompt and caption, with the end token if the caption ended by itself or before the limit.
    package struct Result: Sendable, Hashable {
        package let tokens: [Int32]
        package let score: Float
    }

    /// A step of all searches that are not done.
    package struct Step: Sendable {
        /// Token sequences, those of one search behind each other.
        package let sequences: [[Int32]]
        /// Which row of the previous step each one continues.
        package let parents: [Int]
        /// The searches that go on, by their place in the previous step.
        package let searches: [Int]
    }

    /// Logits `[rows, V]` of the token after each sequence of a step.
    package typealias Model = (Step) throws -> Tensor

    /// Runs a search for each prompt; prompts are of one length.
    ///
    /// The first step has one row a search, later ones have `beams`.
    package func run(prompts: [[Int32]], _ model: Model) throws -> [Result] {
        precondition(Set(prompts.map(\.count)).count <= 1, "prompts of one length")
        var searches = prompts.map { Search(settings: self, prompt: $0) }
        var step = Step(
            sequences: prompts, parents: Array(prompts.indices), searches: Array(prompts.indices))
        var live = Array(prompts.indices)
        var length = prompts.first?.count ?? 0
        while !live.isEmpty, length < maxLength {
            let logits = try model(step)
            let rows = step.sequences.count / live.count
            var (parents, going): ([Int], [Int]) = ([], [])
            let candidates = Self.candidates(
                logits, scores: live.flatMap { searches[$0].scores }, end: length < minLength ? end : nil,
                count: 2 * beams)
            for (place, index) in live.enumerated() {
                let origins = searches[index].advance(Array(candidates[place * rows..<(place + 1) * rows]))
                if !searches[index].isDone {
                    going.append(place)
                    parents += origins.map { place * rows + $0 }
                }
            }
            live = going.map { live[$0] }
            step = Step(sequences: live.flatMap { searches[$0].beams }, parents: parents, searches: going)
            length += 1
        }
        return searches.map { $0.best() }
    }

    /// A token that could follow a row, and the score of the sequence that would make.
    struct Candidate: Sendable {
        let token: Int32
        let score: Float
    }

    /// The best continuations of every row, best first; of equal ones the lower token first.
    /// - Parameter end: a token that must not come.
    private static func candidates(_ logits: Tensor, scores: [Float], end: Int32?, count: Int)
        -> [[Candidate]]
    {
        let (rows, vocabulary) = (logits.shape[0], logits.width)
        precondition(scores.count == rows, "\(scores.count) scores for \(rows) rows")
        let found = CandidateRows(rows)
        Parallel.forEach(rows) { row in
            let values = UnsafeBufferPointer(start: logits.pointer + row * vocabulary, count: vocabulary)
            let highest = values.max() ?? 0
            var sum = 0.0
            for value in values { sum += Double(exp(value - highest)) }
            let normalizer = Float(log(sum))
            var best: [Candidate] = []
            for (token, value) in values.enumerated() where end.map(Int.init) != token {
                // Most tokens stop here; the score is formed as the reference forms it.
                let score = (value - highest - normalizer) + scores[row]
                if best.count == count, !(score > best[count - 1].score) { continue }
                let place = best.lastIndex { $0.score >= score }.map { $0 + 1 } ?? 0
                best.insert(Candidate(token: Int32(token), score: score), at: place)
                if best.count > count { best.removeLast() }
            }
            found[row] = best
        }
        return withExtendedLifetime(logits) { found.values }
    }
}

/// Lists that several threads fill, each its own.
private final class CandidateRows: @unchecked Sendable {
    private let base: UnsafeMutableBufferPointer<[BeamSearch.Candidate]>

    init(_ count: Int) {
        base = .allocate(capacity: count)
        base.initialize(repeating: [])
    }

    deinit {
        base.deinitialize()
        base.deallocate()
    }

    var values: [[BeamSearch.Candidate]] { Array(base) }

    subscript(_ row: Int) -> [BeamSearch.Candidate] {
        get { base[row] }
        set { base[row] = newValue }
    }
}
