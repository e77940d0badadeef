/// The plan seeds of a run, as written on the command line.
public enum SeedList {
    /// Reads `3`, `0..2` (both ends included) and lists of these such as `0..2,7`.
    /// - Throws: `RunnerError.noSeeds` for anything else, and for more than a million seeds.
    public static func parse(_ text: String) throws -> [UInt64] {
        var seeds: [UInt64] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.trimmingPrefix(while: \.isWhitespace).split(
                separator: "..", omittingEmptySubsequences: false)
            let numbers = ends.compactMap { Int64($0.filter { !$0.isWhitespace }) }
            guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last,
                numbers.count <= 2, first >= 0, first <= last, last - first < 1_000_000
            else { throw RunnerError.noSeeds(found: text) }
            seeds += (first...last).map(UInt64.init)
        }
        var seen: Set<UInt64> = []
        return seeds.filter { seen.insert($0).inserted }
    }

    /// `[0, 1, 2, 7]` as `0..2,7`.
    public static func describe(_ seeds: [UInt64]) -> String {
        var parts: [String] = []
        var index = 0
        while index < seeds.count {
            var end = index
            while end + 1 < seeds.count, seeds[end + 1] == seeds[end] &+ 1 { end += 1 }
            parts.append(end == index ? "\(seeds[index])" : "\(seeds[index])..\(seeds[end])")
            index = end + 1
        }
        return parts.joined(separator: ",")
    }
}
