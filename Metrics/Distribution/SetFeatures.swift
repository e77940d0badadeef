import Statistics
import Tensor

/// The features of a set of videos, with the rows of each video: in memory where they fit a fixed amount of it, else
/// read from the cache block by block, so that memory does not grow with the set.
package struct SetFeatures: FeatureSource {
    /// Floats of one set that are held in memory.
    package static let heldElements = 8 << 20

    /// Rows of one video each.
    package let units: [Range<Int>]
    package let columns: Int
    /// The features where they are held.
    let matrix: FeatureMatrix?
    private let videos: any FeatureSet
    private let key: FeatureKey

    /// - Parameter heldElements: a larger set is read whenever it is wanted.
    /// - Throws: `StatisticsError.tooFewVectors` for a set without vectors, and what reading throws.
    package init(
        _ set: any FeatureSet, _ key: FeatureKey, heldElements: Int = SetFeatures.heldElements
    ) throws {
        (videos, self.key) = (set, key)
        if try set.estimatedElements(key) <= heldElements {
            let held = try GatheredFeatures(set, key)
            (units, columns, matrix) = (held.units, held.matrix.columns, held.matrix)
            return
        }
        (units, columns) = try set.rows(key)
        matrix = nil
    }

    package var name: String { videos.name }
    package var rows: Int { units.last?.upperBound ?? 0 }

    package func doubles(_ indices: [Int]) throws -> [Double] {
        if let matrix { return matrix.doubles(indices) }
        var result = [Double](repeating: 0, count: indices.count * columns)
        // Every video is read once, whatever the order of the rows.
        var places: [Int: [Int]] = [:]
        for (place, row) in indices.enumerated() { places[video(of: row), default: []].append(place) }
        for (video, places) in places.sorted(by: { $0.key < $1.key }) {
            try videos.features(key, of: video).withElements { elements in
                for place in places {
                    let start = (indices[place] - units[video].lowerBound) * columns
                    for column in 0..<columns {
                        result[place * columns + column] = Double(elements[start + column])
                    }
                }
            }
        }
        return result
    }

    /// The video that a row belongs to.
    private func video(of row: Int) -> Int {
        var (low, high) = (0, units.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if units[middle].lowerBound <= row { low = middle } else { high = middle - 1 }
        }
        // Videos without rows begin where the next one does.
        return low
    }
}
