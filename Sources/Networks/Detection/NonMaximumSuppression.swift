/// Keeps the best of boxes that show the same thing.
public enum NonMaximumSuppression {
    /// Indices of the boxes that stay, best first.
    ///
    /// Boxes are visited by falling score, equal scores in the order given; one goes when its intersection over
    /// union with a box that stayed is greater than `threshold` (equal stays). Areas are width · height.
    /// Cost: O(N²) in the worst case.
    public static func kept(_ boxes: [Box], scores: [Float], threshold: Double) -> [Int] {
        precondition(boxes.count == scores.count, "\(boxes.count) boxes, \(scores.count) scores")
        let order = descending(scores)
        let sorted = order.map { boxes[$0] }
        let areas = sorted.map(\.area)
        var dropped = [Bool](repeating: false, count: sorted.count)
        var kept: [Int] = []
        for index in sorted.indices where !dropped[index] {
            kept.append(order[index])
            for other in index + 1..<sorted.endIndex where !dropped[other] {
                let shared = sorted[index].intersection(sorted[other])
                guard shared > 0 else { continue }
                let overlap = shared / (areas[index] + areas[other] - shared)
                if Double(overlap) > threshold { dropped[other] = true }
            }
        }
        return kept
    }

    /// The same among boxes of equal label only; the survivors of all labels together, best first.
    public static func kept(_ boxes: [Box], scores: [Float], labels: [Int], threshold: Double) -> [Int] {
        precondition(boxes.count == labels.count, "\(boxes.count) boxes, \(labels.count) labels")
        let survivors = Set(labels).flatMap { label in
            let members = labels.indices.filter { labels[$0] == label }
            return kept(members.map { boxes[$0] }, scores: members.map { scores[$0] }, threshold: threshold)
                .map { members[$0] }
        }
        return survivors.sorted { precedes($0, $1, scores) }
    }

    /// Indices by falling score, equal scores in their order.
    static func descending(_ scores: [Float]) -> [Int] {
        scores.indices.sorted { precedes($0, $1, scores) }
    }

    private static func precedes(_ left: Int, _ right: Int, _ scores: [Float]) -> Bool {
        scores[left] != scores[right] ? scores[left] > scores[right] : left < right
    }
}
