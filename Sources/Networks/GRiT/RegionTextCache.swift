import Tensor

/// Keys and values that decoding has computed so far, where they were computed; beams share what they have in common.
final class RegionTextCache {
    /// Of region tokens, by layer: `[N, T, 2 D]`.
    private let regions: [Tensor]
    /// Of text tokens, by layer and step: `[A, 2 D]`.
    private var steps: [[Tensor]]
    /// For every row of the latest step, its region and its row in every step so far.
    private var histories: [(item: Int, rows: [Int])] = []
    /// Tokens of every open row.
    private(set) var length = 0

    init(regions: [Tensor]) {
        self.regions = regions
        steps = Array(repeating: [], count: regions.count)
    }

    var regionCount: Int { regions[0].shape[0] }

    /// Starts a step whose rows go on from rows of the step before.
    func advance(_ rows: [RegionTextSearch.Row]) {
        histories = rows.enumerated().map { index, row in
            (row.item, (row.parent.map { histories[$0].rows } ?? []) + [index])
        }
        length += 1
    }

    /// Takes the keys and values of the step's rows in one layer.
    func append(_ keyValues: Tensor, layer: Int) { steps[layer].append(keyValues) }

    /// What a row of this step sees in a layer.
    func runs(row: Int, layer: Int) -> [KeyValueRun] {
        let (item, rows) = histories[row]
        let count = regions[layer].shape[1]
        return [KeyValueRun(regions[layer], first: item * count, count: count)]
            + zip(steps[layer], rows).map { KeyValueRun($0, first: $1, count: 1) }
    }
}
