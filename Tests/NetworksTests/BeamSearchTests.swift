import Checkpoints
import Foundation
import Networks
import Tensor
import Testing

/// Beam search over tables: the logits of the next token follow from the length so far and the last token.
@Suite struct BeamSearchTests {
    struct Golden: Decodable {
        let name: String
        let vocab, eos, eosBonusFromLength: Int
        let scale: Float
        let numBeams, minLength, maxLength: Int
        let prompts, sequences: [[Int32]]
        let scores: [Float]

        enum CodingKeys: String, CodingKey {
            case name = "case"
            case vocab, eos, scale, prompts, sequences, scores
            case eosBonusFromLength = "eos_bonus_from_length"
            case numBeams = "num_beams"
            case minLength = "min_length"
            case maxLength = "max_length"
        }

        func logits(after sequence: [Int32]) -> Tensor {
            let name = "input:\(name)/lm/\(sequence.count)/\(sequence.last!)"
            let logits = SyntheticWeights.unit(name, shape: [1, vocab]) * scale
            if sequence.count >= eosBonusFromLength { logits.pointer[eos] += 3 }
            return logits
        }

        func run(_ prompts: [[Int32]]) throws -> [BeamSearch.Result] {
            let search = BeamSearch(
                beams: numBeams, minLength: minLength, maxLength: maxLength, end: Int32(eos))
            return try search.run(prompts: prompts) { .stacked($0.sequences.map(logits)) }
        }
    }

    @Test func searchesFindTheSequencesOfTheReference() throws {
        for golden in try fixture("beam_search.json", as: [Golden].self) {
            let results = try golden.run(golden.prompts)
            for (result, (sequence, score)) in zip(results, zip(golden.sequences, golden.scores)) {
                // The reference pads the shorter ones of a batch.
                #expect(result.tokens == Array(sequence.prefix(result.tokens.count)), "\(golden.name)")
                #expect(sequence.dropFirst(result.tokens.count).allSatisfy { $0 == 0 }, "\(golden.name)")
                #expect(abs(result.score - score) <= 1e-5, "\(golden.name): \(result.score) for \(score)")
            }
            #expect(results.count == golden.sequences.count)
        }
    }

    @Test func searchesDoNotSeeEachOther() throws {
        for golden in try fixture("beam_search.json", as: [Golden].self) {
            let together = try golden.run(golden.prompts)
            #expect(try golden.prompts.flatMap { try golden.run([$0]) } == together, "\(golden.name)")
        }
    }

    /// What the written rule gives where it matters that the new token counts in the length of an open sequence.
    @Test func theNewTokenCountsWhenAskingWhetherASearchIsDone() throws {
        let json = """
            {"case": "beam_e", "vocab": 8, "eos": 3, "eos_bonus_from_length": 6, "scale": 3, "num_beams": 3,
             "min_length": 6, "max_length": 30, "prompts": [[1, 6]], "sequences": [], "scores": []}
            """
        let golden = try JSONDecoder().decode(Golden.self, from: Data(json.utf8))
        let result = try golden.run(golden.prompts)[0]
        #expect(result.tokens == [1, 6, 7, 2, 1, 2, 1, 5, 7, 3])
        #expect(abs(result.score + 0.732772) <= 1e-5)
    }

    @Test func stepsTellWhichRowsTheyContinue() throws {
        let golden = try #require(try fixture("beam_search.json", as: [Golden].self).first)
        let search = BeamSearch(beams: 3, minLength: 10, maxLength: 30, end: 3)
        var (previous, alive): ([[Int32]], Int) = ([], 2)
        _ = try search.run(prompts: golden.prompts) { step in
            if previous.isEmpty {
                #expect(step.sequences == golden.prompts && step.parents == [0, 1])
            } else {
                #expect(step.sequences.map { Array($0.dropLast()) } == step.parents.map { previous[$0] })
                #expect(step.searches.allSatisfy { 0..<alive ~= $0 })
                #expect(step.sequences.count == 3 * step.searches.count)
            }
            (previous, alive) = (step.sequences, step.searches.count)
            return .stacked(step.sequences.map(golden.logits))
        }
    }
}
