import Checkpoints
import Foundation
import Networks
import Tensor
import Testing

/// The search against the reference's on language models that are tables of numbers.
@Suite struct RegionTextSearchTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let vocabulary: Int
        let end: Int
        let begin: Int
        let bonusFrom: Int
        let scale: Float
        let batch: Int
        let beams: Int
        let perBeam: Int
        let longest: Int
        /// By item and beam.
        let predictions: [[[Int]]]
        let logProbabilities: [[Float]]

        var testDescription: String { name }

        enum CodingKeys: String, CodingKey {
            case name = "case", vocabulary = "vocab", end = "eos", begin
            case bonusFrom = "eos_bonus_from_length"
            case scale, batch, beams = "beam_size", perBeam = "per_node_beam_size", longest = "max_steps"
            case predictions, logProbabilities = "logprobs"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decode(String.self, forKey: .name)
            vocabulary = try values.decode(Int.self, forKey: .vocabulary)
            end = try values.decode(Int.self, forKey: .end)
            begin = try values.decode(Int.self, forKey: .begin)
            bonusFrom = try values.decode(Int.self, forKey: .bonusFrom)
            scale = try values.decode(Float.self, forKey: .scale)
            batch = try values.decode(Int.self, forKey: .batch)
            beams = try values.decode(Int.self, forKey: .beams)
            perBeam = try values.decode(Int.self, forKey: .perBeam)
            longest = try values.decode(Int.self, forKey: .longest)
            predictions =
                try (try? values.decode([[[Int]]].self, forKey: .predictions))
                ?? values.decode([[Int]].self, forKey: .predictions).map { [$0] }
            logProbabilities =
                try (try? values.decode([[Float]].self, forKey: .logProbabilities))
                ?? values.decode([Float].self, forKey: .logProbabilities).map { [$0] }
        }

        /// Logits after `length` tokens of which the last is `token`.
        func logits(item: Int, length: Int, token: Int) -> [Float] {
            let name = "input:\(name)/\(item)/lm/\(length)/\(token)"
            var values = SyntheticWeights.unit(name, shape: [vocabulary]).values.map { $0 * scale }
            if length >= bonusFrom { values[end] += 3 }
            return values
        }

        func found(items: Range<Int>) -> [[RegionTextSearch.Hypothesis]] {
            RegionTextSearch(
                beginToken: begin, endToken: end, maximumTokens: longest, beams: beams,
                candidatesPerBeam: perBeam
            ).run(items: items.count) { rows, length in
                Tensor(
                    [rows.count, vocabulary],
                    rows.flatMap {
                        logits(item: items.lowerBound + $0.item, length: length, token: $0.token)
                    })
            }
        }
    }

    private static let cases = (try? fixture("grit_beam.json", as: [Case].self)) ?? []

    @Test func thereAreCases() { #expect(Self.cases.count == 4) }

    @Test(arguments: cases) func theBeamsAreThoseOfTheReference(_ model: Case) {
        for (item, beams) in model.found(items: 0..<model.batch).enumerated() {
            #expect(beams.count == model.beams)
            for (beam, hypothesis) in beams.enumerated() {
                // The reference fills rows with the end token, and leaves the begin token out where all end at once.
                let expected = model.predictions[item][beam]
                let generated = Array(hypothesis.tokens.dropFirst())
                let wanted = expected.first == model.begin ? Array(expected.dropFirst()) : expected
                #expect(generated == Array(wanted.prefix(generated.count)))
                #expect(wanted.dropFirst(generated.count).allSatisfy { $0 == model.end })
                #expect(hypothesis.hasEnded == (generated.last == model.end))
                let difference = abs(hypothesis.meanLogProbability - model.logProbabilities[item][beam])
                #expect(difference <= 1e-5, "\(difference)")
            }
        }
    }

    @Test(arguments: cases) func itemsDoNotInfluenceEachOther(_ model: Case) {
        let together = model.found(items: 0..<model.batch)
        for item in 0..<model.batch {
            #expect(model.found(items: item..<item + 1)[0].map(\.tokens) == together[item].map(\.tokens))
        }
    }

    @Test func severalOffersABeamGiveDifferentTexts() {
        for model in Self.cases where model.beams > 1 {
            let many = RegionTextSearch(
                beginToken: model.begin, endToken: model.end, maximumTokens: model.longest,
                beams: model.beams,
                candidatesPerBeam: 2
            ).run(items: model.batch) { rows, length in
                Tensor(
                    [rows.count, model.vocabulary],
                    rows.flatMap { model.logits(item: $0.item, length: length, token: $0.token) })
            }
            #expect(many.allSatisfy { $0.count == model.beams })
            #expect(many.allSatisfy { Set($0.map(\.tokens)).count == model.beams })
        }
    }
}
