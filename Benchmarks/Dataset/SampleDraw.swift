import Hashing

/// The seeded choices of a suite. They depend on the seed and on ids alone: not on the order of files, folders or
/// annotations, not on what happens to be on disk, and a choice for one sample on no other sample.
///
/// Every choice is made from h(what) = `SampleSeed.derive(planSeed: seed, sampleID: what)`, the first eight bytes of
/// SHA-256("<seed>/<what>"):
///
/// - *Samples of a category*: the categories share `count` by largest remainder: category c with n of the N entries gets
///   ⌊count·n/N⌋; what is left goes one by one to the largest remainders of count·n/N, equal ones in the order of the
///   suite's categories. Of each category those entries are taken whose h("draw/<id>") are smallest, equal ones in the
///   order of their ids.
/// - *Caption*: number h("caption/<id>") mod K of the K captions, in the order of their numbers.
/// - *Conditioning frame*: frame h("frame/<id>") mod F of the F frames that a decoder delivers.
package struct SampleDraw: Sendable {
    let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// - Precondition: `modulus` is positive.
    private func choose(_ what: String, _ modulus: Int) -> Int {
        Int(SampleSeed.derive(planSeed: seed, sampleID: what) % UInt64(modulus))
    }

    package func caption(of id: String, among count: Int) -> Int { choose("caption/\(id)", count) }

    package func frame(of id: String, among count: Int) -> Int { choose("frame/\(id)", count) }

    /// How many entries every category gives.
    ///
    /// - Precondition: `total` is at most the sum of `counts`.
    package static func shares(of total: Int, among counts: [Int]) -> [Int] {
        let sum = counts.reduce(0, +)
        precondition(total <= sum, "\(total) of \(sum)")
        guard sum > 0 else { return counts }
        var shares = counts.map { total * $0 / sum }
        let left = total - shares.reduce(0, +)
        let byRemainder = counts.indices.sorted { one, other in
            let (first, second) = (total * counts[one] % sum, total * counts[other] % sum)
            return first != second ? first > second : one < other
        }
        for index in byRemainder.prefix(left) { shares[index] += 1 }
        return shares
    }

    /// The drawn entries: by category in the suite's order, then by id in the order of its bytes.
    func entries(of index: DatasetIndex, _ definition: SuiteDefinition, count: Int?) -> [DatasetEntry] {
        let groups = Dictionary(grouping: index.entries, by: \.category)
        let members = definition.categories.map { groups[$0.id] ?? [] }
        let shares = count.map { Self.shares(of: $0, among: members.map(\.count)) } ?? members.map(\.count)
        return zip(members, shares).flatMap { entries, share in
            Array(ranked(entries).prefix(share)).sorted { Self.precedes($0.id, $1.id) }
        }
    }

    private func ranked(_ entries: [DatasetEntry]) -> [DatasetEntry] {
        entries.map { (key: SampleSeed.derive(planSeed: seed, sampleID: "draw/\($0.id)"), entry: $0) }
            .sorted { $0.key != $1.key ? $0.key < $1.key : Self.precedes($0.entry.id, $1.entry.id) }
            .map(\.entry)
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }
}
