import Foundation
import Tensor

/// Finds descriptions token by token: greedily with one beam, or keeping the best few.
///
/// The K best first tokens start the beams. In every later step the token that a beam has just produced is ruled out,
/// each open beam offers its best continuations, and the K best sums of log-probabilities go on; a beam that has
/// produced the end token stays as it is. Items never influence each other.
/// Source: Wu et al. 2022 (arXiv 2212.00280), GRiT's decoder.
package struct RegionTextSearch: Sendable {
    /// A beam of one item that asks for the logits of its next token.
    package struct Row: Sendable {
        package let item: Int
        /// The row of the step before that this one goes on from; nil in the first step.
        package let parent: Int?
        /// Its last token.
        package let token: Int
    }

    /// A description: tokens from the begin token up to and including the first end token, if there is one.
    package struct Hypothesis: Sendable {
        package var tokens: [Int]
        package var sum: Double
        package var hasEnded: Bool
        /// Its row in the last step.
        fileprivate var row: Int?

        /// Mean log-probability of the generated tokens, the first end token included.
        package var meanLogProbability: Float { Float(sum / Double(max(1, tokens.count - 1))) }
    }

    package let beginToken: Int
    package let endToken: Int
    /// The most tokens of a description, the begin token included.
    package let maximumTokens: Int
    package var beams = 1
    package var candidatesPerBeam = 1

    /// The logit of a token that may not follow itself.
    private static let ruledOut: Float = -10000

    package init(
        beginToken: Int, endToken: Int, maximumTokens: Int, beams: Int = 1, candidatesPerBeam: Int = 1
    ) {
        (self.beginToken, self.endToken, self.maximumTokens) = (beginToken, endToken, maximumTokens)
        (self.beams, self.candidatesPerBeam) = (beams, candidatesPerBeam)
    }

    /// The beams of every item, best sum first.
    ///
    /// - Parameter step: logits `[rows, V]` of the next token of every row; the rows of an item stand together.
    package func run(items: Int, step: (_ rows: [Row], _ length: Int) throws -> Tensor) rethrows
        -> [[Hypothesis]]
    {
        let start = Hypothesis(tokens: [beginToken], sum: 0, hasEnded: false, row: nil)
        var found = [[Hypothesis]](repeating: [start], count: items)
        for length in 1..<maximumTokens {
            var rows: [Row] = []
            for item in 0..<items {
                for beam in found[item].indices where !found[item][beam].hasEnded {
                    let beginning = found[item][beam]
                    rows.append(Row(item: item, parent: beginning.row, token: beginning.tokens.last!))
                    found[item][beam].row = rows.count - 1
                }
            }
            guard !rows.isEmpty else { break }
            let logits = try step(rows, length)
            precondition(
                logits.rank == 2 && logits.shape[0] == rows.count, "\(logits.shape) for \(rows.count) rows")
            for item in 0..<items {
                found[item] = continued(found[item], logits: logits, isFirst: length == 1)
            }
        }
        return found
    }

    /// The best continuations of one item's beams.
    private func continued(_ beams: [Hypothesis], logits: Tensor, isFirst: Bool) -> [Hypothesis] {
        guard beams.contains(where: { !$0.hasEnded }) else { return beams }
        var candidates: [Hypothesis] = []
        for beam in beams {
            guard !beam.hasEnded, let row = beam.row else {
                candidates.append(beam)
                continue
            }
            let count = isFirst ? self.beams : candidatesPerBeam
            let offers = best(
                logits.pointer + row * logits.width, of: logits.width, count: count,
                without: isFirst ? nil : beam.tokens.last)
            for (token, logProbability) in offers {
                var next = beam
                next.tokens.append(token)
                next.sum += Double(logProbability)
                next.hasEnded = token == endToken
                candidates.append(next)
            }
        }
        let order = candidates.indices.sorted {
            candidates[$0].sum != candidates[$1].sum ? candidates[$0].sum > candidates[$1].sum : $0 < $1
        }
        return order.prefix(self.beams).map { candidates[$0] }
    }

    /// The most probable tokens and their log-probabilities, equal ones by id.
    private func best(
        _ logits: UnsafePointer<Float>, of vocabulary: Int, count: Int, without previous: Int?
    ) -> [(token: Int, logProbability: Float)] {
        func logit(_ token: Int) -> Float { token == previous ? Self.ruledOut : logits[token] }
        var highest = logit(0)
        for token in 1..<vocabulary { highest = max(highest, logit(token)) }
        var total = 0.0
        for token in 0..<vocabulary { total += Double(exp(logit(token) - highest)) }
        let normalizer = Double(highest) + log(total)
        var chosen: [Int] = []
        for token in 0..<vocabulary {
            let place = chosen.firstIndex { logit($0) < logit(token) } ?? chosen.count
            guard place < count else { continue }
            chosen.insert(token, at: place)
            if chosen.count > count { chosen.removeLast() }
        }
        return chosen.map { ($0, Float(Double(logit($0)) - normalizer)) }
    }
}
