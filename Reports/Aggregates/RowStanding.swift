/// What decides whether numbers of two rows may be ranked or compared: what the videos were brought to, with what kind
/// of weights they were made, and, where rows come from several runs, what was run.
struct RowStanding: Hashable {
    /// Suite, metric and whatever else has to agree between runs, in words; nil within one run.
    var setting: [String]?
    /// Names under which the videos may be compared.
    var protocols: Set<String>
    /// Demo or synthetic; nil where all is real.
    var weights: ReportContent.WeightClass?
    /// Whether the videos are real ones, which no model made.
    var isReal: Bool

    init(_ variant: ReportContent.Variant, setting: [String]? = nil) {
        self.setting = setting
        protocols = Set(variant.protocols ?? [ReportContent.Variant.nativeProtocol])
        weights = Labels.warning([variant.weights])
        isReal = variant.isReal == true
    }

    /// Whether numbers of one kind may be set against each other.
    func compares(with other: RowStanding) -> Bool {
        setting == other.setting && weights == other.weights && isReal == other.isReal
            && !protocols.isDisjoint(with: other.protocols)
    }

    /// Places of the rows that are ranked with each other: the largest group that agrees in everything. Where several
    /// are as large, those rows that belong to all of them. Never a single one, never real videos.
    ///
    /// - Parameter standings: nil for rows without a number.
    static func ranked(_ standings: [RowStanding?]) -> Set<Int> {
        let groups = groups(standings) { !$0.isReal }
        let size = groups.map(\.count).max() ?? 0
        let largest = groups.filter { $0.count == size }
        guard let first = largest.first else { return [] }
        let common = largest.dropFirst().reduce(first) { $0.intersection($1) }
        return common.count > 1 ? common : []
    }

    /// Places of the rows whose videos may be pooled: the largest group, the first of several.
    static func pooled(_ standings: [RowStanding]) -> Set<Int> {
        let groups = groups(standings.map(Optional.some)) { _ in true }
        let size = groups.map(\.count).max() ?? 0
        return groups.filter { $0.count == size }.min { ($0.min() ?? 0) < ($1.min() ?? 0) } ?? []
    }

    /// Rows by everything that has to agree, in the order of their first.
    private static func groups(_ standings: [RowStanding?], _ takesPart: (RowStanding) -> Bool) -> [Set<Int>]
    {
        struct Key: Hashable {
            var setting: [String]?
            var name: String
            var weights: ReportContent.WeightClass?
            var isReal: Bool
        }
        var order: [Key] = []
        var places: [Key: Set<Int>] = [:]
        for (place, standing) in standings.enumerated() {
            guard let standing, takesPart(standing) else { continue }
            for name in standing.protocols.sorted() {
                let key = Key(
                    setting: standing.setting, name: name, weights: standing.weights, isReal: standing.isReal)
                if places[key] == nil { order.append(key) }
                places[key, default: []].insert(place)
            }
        }
        return order.compactMap { places[$0] }
    }
}
