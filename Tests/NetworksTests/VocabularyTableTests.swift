import Checkpoints
import Networks
import Tensor
import Testing

/// Compact token tables: rows of listed tokens, and one row for all others.
@Suite("Compact token tables")
struct VocabularyTableTests {
    private static let config = {
        var config = TextEncoderConfig()
        (config.vocabSize, config.hiddenSize, config.intermediateSize) = (9, 4, 8)
        (config.numHiddenLayers, config.numAttentionHeads, config.maxPositionEmbeddings) = (1, 2, 6)
        return config
    }()

    /// Synthetic weights apart from the token table's tensors; names begin with `root`.
    private struct Source: WeightSource {
        var table: [String: Tensor]
        var root = "text_model."
        var identity: WeightIdentity { SyntheticWeights().identity }
        var names: Set<String>? { nil }
        private func own(_ name: String) -> Tensor? {
            let prefix = "\(root)embeddings.token_embedding."
            return name.hasPrefix(prefix) ? table[String(name.dropFirst(prefix.count))] : nil
        }
        func shape(of name: String) -> [Int]? { own(name)?.shape }
        func tensor(_ name: String, shape: [Int]) throws -> Tensor {
            own(name)
                ?? SyntheticWeights().tensor(
                    name.hasPrefix(root) ? "text_model." + name.dropFirst(root.count) : name, shape: shape)
        }
    }

    private func encoder(_ table: [String: Tensor]) throws -> StableDiffusionTextEncoder {
        try loadWeights("text", from: Source(table: table)) {
            try StableDiffusionTextEncoder(Self.config, weights: $0)
        }
    }

    private let rows = SyntheticWeights.unit("rows", shape: [4, 4])

    @Test func listedTokensHaveTheirRowsAndOthersShareTheLast() throws {
        let compact = try encoder(["token_ids": Tensor([3], [0, 2, 7]), "weight": rows])
        let order = [0, 3, 1, 3, 3, 3, 3, 2, 3]
        let whole = Tensor(
            [9, 4], order.flatMap { row in rows.values[row * 4..<row * 4 + 4] })
        let full = try encoder(["weight": whole])
        let tokens: [[Int32]] = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 7, 2, 0]]
        let expected = try full(tokens).values
        #expect(try compact(tokens).values == expected)
        #expect(Set(expected).count > 24)
    }

    @Test func namesWithoutThePrefixAreTheSameEncoder() throws {
        let table = ["weight": SyntheticWeights.unit("rows", shape: [9, 4])]
        let bare = try loadWeights("text", from: Source(table: table, root: "")) {
            try StableDiffusionTextEncoder(Self.config, weights: $0)
        }
        let tokens: [[Int32]] = [[0, 1, 2, 3, 4, 5]]
        #expect(try bare(tokens).values == encoder(table)(tokens).values)
    }

    @Test(arguments: [[0, 7, 2], [0, 2, 2], [-1, 2, 7], [0, 2, 9]] as [[Float]])
    func strangeListsAreRefused(_ ids: [Float]) {
        #expect {
            try encoder(["token_ids": Tensor([3], ids), "weight": rows])
        } throws: { error in
            guard case NetworkError.configuration(_, let key, let expected, _) = error else { return false }
            return key == "token_ids" && expected == "ids from 0 to 8 in ascending order"
        }
    }
}
