import CKernels

/// All-pairs correlation of two feature maps, with the target axes pooled to a pyramid.
///
/// Level 0 holds the dot product of every query with every target times `scale`; level l averages 2^l × 2^l targets
/// (odd edges are dropped). As pooling is linear, the targets are pooled before the products.
/// Shapes: queries and targets `[B, H, W, C]`; memory is `B · (H·W)² · 4/3` values.
public struct CorrelationPyramid: Sendable {
    public let levels: Int
    /// Pairs, rows and columns of the queries.
    private let batch: Int
    private let height: Int
    private let width: Int
    /// For every pair, the maps of a query behind each other, `[H·W, Σ ⌊H/2^l⌋·⌊W/2^l⌋]`.
    private let maps: [Tensor]

    public init(queries: Tensor, targets: Tensor, levels: Int, scale: Float) {
        precondition(
            queries.rank == 4 && queries.shape == targets.shape && levels > 0
                && queries.shape[1] >> (levels - 1) > 0 && queries.shape[2] >> (levels - 1) > 0,
            "\(levels) levels of \(queries.shape) with \(targets.shape)")
        self.levels = levels
        (batch, height, width) = (queries.shape[0], queries.shape[1], queries.shape[2])
        let channels = queries.shape[3]
        var pooled = [targets * scale]
        for _ in 1..<levels { pooled.append(pooled.last!.averagePooled()) }
        maps = (0..<batch).map { pair in
            let rows = Tensor.stacked(pooled.map { $0[pair..<pair + 1].reshaped([-1, channels, 1, 1]) })
            // A convolution with one tap, not a linear layer, whose products may be asked for in less precision.
            return Convolution2D(weight: rows, bias: nil, padding: .all(0))(queries[pair..<pair + 1])
                .reshaped([-1, rows.shape[0]])
        }
    }

    /// The maps of all queries at one level, `[B, H, W, ⌊H/2^l⌋, ⌊W/2^l⌋]`.
    public func maps(level: Int) -> Tensor {
        let start = (0..<level).reduce(0) { $0 + (height >> $1) * (width >> $1) }
        let end = start + (height >> level) * (width >> level)
        return Tensor.stacked(maps.map { $0.columns(start..<end) })
            .reshaped([batch, height, width, height >> level, width >> level])
    }

    /// Windows of the maps around the places to which the flow leads.
    ///
    /// Level l is sampled bilinearly, zero outside, at `(x + factor·u, y + factor·v) / 2^l + (i, j)` for i and j in
    /// `-radius ... radius`. Channel order: level, then i (horizontal), then j.
    /// Shapes: flow `[B, H, W, 2]` to `[B, H, W, levels · (2·radius + 1)²]`.
    public func lookup(_ flow: Tensor, radius: Int, factor: Float = 1) -> Tensor {
        precondition(
            flow.shape == [batch, height, width, 2] && (1...Self.largestRadius).contains(radius),
            "lookup of radius \(radius) along \(flow.shape)")
        let side = 2 * radius + 1
        let columns = levels * side * side
        let result = Tensor([batch, height, width, columns])
        let geometry = ck_lookup_shape(
            height: height, width: width, levels: levels, radius: radius, map_stride: maps[0].width,
            query_width: width, flow_stride: 2, y_stride: columns, factor: factor)
        let (fs, ys, queries) = (Elements(flow.pointer), Elements(result.pointer), height * width)
        let tier = Compute.current.tier.rawValue
        for (pair, map) in maps.enumerated() {
            let ms = Elements(map.pointer)
            Parallel.ranges(queries, grain: 64) { range in
                var geometry = geometry
                ck_lookup(
                    tier, &geometry, ms.base, fs.base + pair * queries * 2, range.lowerBound, range.count,
                    ys.base + (pair * queries + range.lowerBound) * columns)
            }
        }
        return withExtendedLifetime((self, flow)) { result }
    }

    /// The largest radius that `lookup` takes.
    public static let largestRadius = Int(CK_LARGEST_RADIUS)
}
