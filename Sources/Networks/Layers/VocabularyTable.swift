import Checkpoints
import Tensor

extension WeightScope {
    /// The embedding of every token of a vocabulary, `[V, D]`.
    ///
    /// Small checkpoints store rows only for the tokens they were trained on: `token_ids` `[R]` lists these in
    /// ascending order, `weight` `[R + 1, D]` has their rows and then one that all other tokens share. Otherwise
    /// `weight` is the whole table.
    /// - Throws: `NetworkError.configuration` for ids out of order or beyond the vocabulary.
    func vocabularyTable(network: String, vocabulary: Int, width: Int) throws -> Tensor {
        guard let listed = shape(of: "token_ids") else { return try tensor("weight", [vocabulary, width]) }
        let ids = try tensor("token_ids", [listed.first ?? 0]).values.map { Int($0) }
        let rows = try tensor("weight", [ids.count + 1, width])
        let isAscending = zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }
        guard let first = ids.first, let last = ids.last, first >= 0, last < vocabulary, isAscending else {
            throw NetworkError.configuration(
                network: network, key: "token_ids",
                expected: "ids from 0 to \(vocabulary - 1) in ascending order",
                found: "\(ids.count) others")
        }
        let table = Tensor([vocabulary, width])
        var row = 0
        for id in 0..<vocabulary {
            while row < ids.count, ids[row] < id { row += 1 }
            let isListed = row < ids.count && ids[row] == id
            (table.pointer + id * width).update(
                from: rows.pointer + (isListed ? row : ids.count) * width, count: width)
        }
        return withExtendedLifetime(rows) { table }
    }
}
