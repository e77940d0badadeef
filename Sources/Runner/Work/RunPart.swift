import Store

/// Which of a plan's videos a process makes and scores.
public enum RunPart: Sendable, Hashable {
    /// All that are missing; then the values of sets and the means.
    case whole
    /// Those of one shard. Values of sets have to wait until all shards are joined.
    case shard(Shard)
    /// None: what was made and scored elsewhere becomes values of sets and means.
    case joined

    public var isShard: Bool { if case .shard = self { true } else { false } }

    /// The units that belong to the part, in the order of `units`.
    package func units(_ units: [RunUnit]) -> [RunUnit] {
        guard case .shard(let shard) = self else { return units }
        struct Place: Hashable {
            var sample: String
            var seed: Int
        }
        var ranks: [Place: Int] = [:]
        return units.filter { unit in
            let place = Place(sample: unit.sample, seed: unit.seed)
            let rank = ranks[place] ?? ranks.count
            ranks[place] = rank
            return shard.contains(rank)
        }
    }

    /// The reference videos that the part reads.
    func references(_ paths: [String]) -> [String] {
        guard case .shard(let shard) = self else { return paths }
        return paths.indices.filter(shard.contains).map { paths[$0] }
    }
}
