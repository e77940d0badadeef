/// Merges the bytes of a piece of text into tokens.
struct BytePairEncoder: Sendable {
    let vocabulary: BytePairVocabulary

    /// Ids of one piece (a run that `TextPieces` found).
    ///
    /// The piece's bytes, the last one marked as final, are merged again and again: all left-to-right
    /// occurrences of the lowest-ranked neighbouring pair, until no pair has a rank.
    func ids(_ piece: ArraySlice<Unicode.Scalar>) -> [Int32] {
        var symbols: [Int32] = []
        for scalar in piece {
            for byte in UTF8.encode(scalar)! { symbols.append(Int32(byte)) }
        }
        guard let last = symbols.last else { return [] }
        for index in symbols.indices { symbols[index] = vocabulary.byteIDs[Int(symbols[index])] }
        symbols[symbols.count - 1] = vocabulary.finalByteIDs[Int(last)]
        while let best = lowestRankedPair(symbols) { symbols = merged(symbols, best) }
        return symbols
    }

    private func lowestRankedPair(_ symbols: [Int32]) -> (left: Int32, right: Int32, id: Int32)? {
        var best: (left: Int32, right: Int32, id: Int32)?
        var rank = Int32.max
        for index in symbols.indices.dropLast() {
            guard let merge = vocabulary.merge(symbols[index], symbols[index + 1]), merge.rank < rank else {
                continue
            }
            rank = merge.rank
            best = (symbols[index], symbols[index + 1], merge.id)
        }
        return best
    }

    private func merged(_ symbols: [Int32], _ pair: (left: Int32, right: Int32, id: Int32)) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(symbols.count)
        var index = 0
        while index < symbols.count {
            let joins =
                index + 1 < symbols.count && symbols[index] == pair.left && symbols[index + 1] == pair.right
            result.append(joins ? pair.id : symbols[index])
            index += joins ? 2 : 1
        }
        return result
    }
}
