import Checkpoints
import Tensor

/// Word plus position, normalised; no token types.
///
/// Shapes: N rows of T ids to `[N, T, D]`; words `[V, D]`, positions `[P, D]`.
struct BERTEmbedding: Sendable {
    private let network: String
    private let words: Tensor
    private let positions: Tensor
    private let norm: LayerNorm

    /// - Parameter words: the table, where it is shared with another layer.
    init(
        _ scope: WeightScope, network: String, vocabulary: Int, width: Int, positions: Int, epsilon: Float,
        words: Tensor? = nil
    ) throws {
        self.network = network
        self.words =
            try words
            ?? scope("word_embeddings").vocabularyTable(
                network: network, vocabulary: vocabulary, width: width)
        self.positions = try scope("position_embeddings").tensor("weight", [positions, width])
        norm = try LayerNorm(scope("LayerNorm"), width: width, epsilon: epsilon)
        scope.ignore("position_ids")
    }

    /// - Parameter start: position of the first ids.
    /// - Throws: `NetworkError.input` for rows of unequal length, too many ids, or ids outside the vocabulary.
    func callAsFunction(_ rows: [[Int32]], start: Int = 0) throws -> Tensor {
        let (length, width, vocabulary) = (rows.first?.count ?? 0, words.width, words.shape[0])
        guard length > 0, rows.allSatisfy({ $0.count == length }), start + length <= positions.shape[0] else {
            throw NetworkError.input(
                network: network,
                expected: "rows of one length, positions up to \(positions.shape[0])",
                found: "rows of \(Set(rows.map(\.count)).sorted()) token ids from position \(start)")
        }
        let result = Tensor([rows.count, length, width])
        for (row, ids) in rows.enumerated() {
            for (index, id) in ids.enumerated() {
                guard id >= 0, id < vocabulary else {
                    throw NetworkError.input(
                        network: network, expected: "token ids from 0 to \(vocabulary - 1)", found: "id \(id)"
                    )
                }
                let target = result.pointer + (row * length + index) * width
                let (word, place) = (
                    words.pointer + Int(id) * width, positions.pointer + (start + index) * width
                )
                for column in 0..<width { target[column] = word[column] + place[column] }
            }
        }
        return withExtendedLifetime((words, positions)) { norm(result) }
    }
}
