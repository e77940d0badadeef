/// Finds what somebody may have meant.
public enum NearestNames {
    /// The names within a third of `name`'s length of edits, nearest first, at most three. Names that begin with
    /// `name` or contain it count as near.
    public static func nearest(to name: String, in known: [String]) -> [String] {
        let wanted = name.lowercased()
        let ranked = known.map { candidate -> (distance: Int, name: String) in
            let lower = candidate.lowercased()
            if wanted.count >= 3, lower.contains(wanted) || wanted.contains(lower) { return (1, candidate) }
            return (distance(Array(wanted), Array(lower)), candidate)
        }
        let limit = max(2, wanted.count / 3)
        return ranked.filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(3).map(\.name)
    }

    /// Insertions, deletions and substitutions between two words.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var previous = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substitution = previous[column] + (character == other ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
