import Tensor

/// The kinds of bias that attention takes.
enum BiasKind: Sendable {
    /// `groups` tables of terms a head, query and key; the keys that tables after the first hide are -∞.
    case windows(groups: Int)
    /// A mask a key, a table an entry, which hides all keys before the last third.
    case padding
    /// A term a key's row and one its column, on a grid of `width` columns.
    case grid(width: Int)

    var name: String {
        switch self {
        case .windows(let groups): "bias of \(groups) windows"
        case .padding: "padded"
        case .grid(let width): "grid bias of width \(width)"
        }
    }
}

/// A bias for a kernel case, and its terms by the definition.
struct BiasValues: Sendable {
    private let kind: BiasKind
    private let batch: Int
    private let heads: Int
    private let queries: Int
    private let keys: Int
    private let tables: [Tensor]

    init(_ kind: BiasKind, batch: Int, heads: Int, queries: Int, keys: Int) {
        (self.kind, self.batch, self.heads, self.queries, self.keys) = (kind, batch, heads, queries, keys)
        switch kind {
        case .windows(let groups):
            let table = Values.tensor([groups, heads, queries, keys], seed: 17, scale: 3)
            let plane = heads * queries * keys
            table.withElements { elements in
                for index in elements.indices where index % keys % groups < index / plane {
                    elements[index] = -.infinity
                }
            }
            tables = [table]
        case .padding:
            let table = Values.tensor([batch, 1, 1, keys], seed: 18)
            table.withElements { elements in
                for index in elements.indices where index % keys < keys * 2 / 3 {
                    elements[index] = -.infinity
                }
            }
            tables = [table]
        case .grid(let width):
            tables = [
                Values.tensor([batch, queries, heads * (keys / width)], seed: 19, scale: 2),
                Values.tensor([batch, queries, heads * width], seed: 20, scale: 2),
            ]
        }
    }

    /// The bias of batch entries `range`.
    func bias(_ range: Range<Int>) -> AttentionBias {
        switch kind {
        case .windows(let groups): AttentionBias(tables[0], groups: range.map { $0 % groups })
        case .padding: AttentionBias(tables[0][range])
        case .grid: AttentionBias(rows: tables[0][range], columns: tables[1][range])
        }
    }

    /// The term of one pair.
    func at(entry: Int, head: Int, query: Int, key: Int) -> Double {
        switch kind {
        case .windows(let groups):
            return tables[0].at((((entry % groups) * heads + head) * queries + query) * keys + key)
        case .padding:
            return tables[0].at(entry * keys + key)
        case .grid(let width):
            let (height, place) = (keys / width, (entry * queries + query) * heads + head)
            return tables[0].at(place * height + key / width) + tables[1].at(place * width + key % width)
        }
    }
}
