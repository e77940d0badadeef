import Tensor

/// Rows of a vocabulary table plus a position table.
///
/// Shapes: N rows of T ids to `[N, T, D]`; tokens `[V, D]`, positions `[T, D]`.
struct TokenEmbedding: Sendable {
    let network: String
    let tokens: Tensor
    let positions: Tensor

    /// - Throws: `NetworkError.input` for rows of another length than T or ids outside the vocabulary.
    func callAsFunction(_ rows: [[Int32]]) throws -> Tensor {
        let (length, width, vocabulary) = (positions.shape[0], positions.width, tokens.shape[0])
        guard !rows.isEmpty, rows.allSatisfy({ $0.count == length }) else {
            throw NetworkError.input(
                network: network, expected: "rows of \(length) token ids",
                found: "rows of \(Set(rows.map(\.count)).sorted()) ids")
        }
        let result = Tensor([rows.count, length, width])
        for (row, ids) in rows.enumerated() {
            for (position, id) in ids.enumerated() {
                guard id >= 0, id < vocabulary else {
                    throw NetworkError.input(
                        network: network, expected: "token ids from 0 to \(vocabulary - 1)", found: "id \(id)"
                    )
                }
                let target = result.pointer + (row * length + position) * width
                let (token, place) = (
                    tokens.pointer + Int(id) * width, positions.pointer + position * width
                )
                for column in 0..<width { target[column] = token[column] + place[column] }
            }
        }
        return withExtendedLifetime((tokens, positions)) { result }
    }
}
