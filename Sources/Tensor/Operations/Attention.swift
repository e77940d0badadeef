import CKernels

/// Columns `start ..< start + width` of the first `count` tokens of every entry of a token tensor, so that neither a
/// joint q/k/v projection nor a cache with room to grow needs a copy.
public struct TokenColumns: Sendable {
    public let tensor: Tensor
    public let start: Int
    public let width: Int
    public let count: Int

    /// All columns of `tensor` `[S, T, D]`.
    public init(_ tensor: Tensor) { self.init(tensor, start: 0, width: tensor.width) }

    /// - Parameter count: tokens; all of them when nil.
    public init(_ tensor: Tensor, start: Int, width: Int, count: Int? = nil) {
        precondition(
            tensor.rank == 3 && start + width <= tensor.width, "columns \(start)+\(width) of \(tensor.shape)")
        precondition(
            0...tensor.shape[1] ~= count ?? 0, "the first \(count ?? 0) tokens of \(tensor.shape)")
        (self.tensor, self.start, self.width) = (tensor, start, width)
        self.count = count ?? tensor.shape[1]
    }

    /// Columns of head `head` (of `size` columns) of entry `entry`, first token.
    func head(_ head: Int, size: Int, entry: Int) -> UnsafeMutablePointer<Float> {
        tensor.pointer + entry * tensor.shape[1] * tensor.width + start + head * size
    }
}

/// One stretch of keys and values: `[S, T, D]`, of which query batch entry b sees entry `b / queriesPerEntry`.
public struct KeyValueSegment: Sendable {
    public let keys: TokenColumns
    public let values: TokenColumns
    public let queriesPerEntry: Int

    public init(keys: TokenColumns, values: TokenColumns, queriesPerEntry: Int = 1) {
        (self.keys, self.values, self.queriesPerEntry) = (keys, values, queriesPerEntry)
    }
}

/// Multi-head attention: `softmax(q kᵀ · scale + bias) v` over the keys of all segments joined.
///
/// A query from which every key is hidden gets zeros.
/// Heads are contiguous column blocks. Shapes: queries `[B, T, D]`, result `[B, T, D]`.
/// The score matrix is never stored: memory is O(T · D).
/// - Parameter scale: factor on the scores; 1/√(D/heads) when nil.
/// - Parameter causal: hide keys that come after the query (one segment only).
/// - Parameter bias: a term for every pair of query and key; -∞ hides the key.
public func attention(
    _ queries: TokenColumns, _ segments: [KeyValueSegment], heads: Int, scale: Float? = nil,
    causal: Bool = false, bias: AttentionBias? = nil
) -> Tensor {
    let width = queries.width
    precondition(width % heads == 0, "\(width) columns, \(heads) heads")
    precondition(!causal || segments.count == 1, "causal attention over \(segments.count) segments")
    precondition(
        segments.allSatisfy { $0.keys.width == width && $0.values.width == width },
        "keys and values of \(segments.map { ($0.keys.width, $0.values.width) }) columns for \(width)")
    precondition(segments.contains { $0.keys.count > 0 }, "attention without keys")
    precondition(
        segments.allSatisfy { $0.keys.count == $0.values.count },
        "\(segments.map { ($0.keys.count, $0.values.count) }) keys and values")
    let size = width / heads
    bias?.check(
        batch: queries.tensor.shape[0], heads: heads, queries: queries.count,
        keys: segments.reduce(0) { $0 + $1.keys.count })
    let job = AttentionJob(
        tier: Compute.current.tier.rawValue, queries: queries, segments: segments, heads: heads, size: size,
        scale: scale ?? 1 / Float(size).squareRoot(), causal: causal, bias: bias,
        result: Tensor([queries.tensor.shape[0], queries.count, width]))
    job.run()
    return job.result
}

/// One call of `attention`. A task packs the keys and values of a head and visits its queries; when there are too
/// few heads to share out, they are packed first and the blocks of queries are shared out.
private struct AttentionJob: @unchecked Sendable {
    let tier: Int32
    let queries: TokenColumns
    let segments: [KeyValueSegment]
    let heads: Int
    let size: Int
    let scale: Float
    let causal: Bool
    let bias: AttentionBias?
    let result: Tensor

    private var batch: Int { queries.tensor.shape[0] }
    private var queryCount: Int { queries.count }
    private var keyCount: Int { segments.reduce(0) { $0 + $1.keys.count } }
    private var blockCount: Int { (queryCount + 111) / 112 }
    private var keySize: Int { (keyCount + 31) / 32 * 32 * size }
    private var valueSize: Int { (size + 31) / 32 * 32 * keyCount }

    func run() {
        let (keySize, valueSize, blocks) = (keySize, valueSize, blockCount)
        if batch * heads >= 4 * Compute.current.threads || blocks == 1 {
            Parallel.forEach(batch * heads) { task in
                let keys = TensorStorage(count: keySize)
                let values = TensorStorage(count: valueSize)
                pack(task, keys.base, values.base)
                for block in 0..<blocks { attend(task, block, keys.base, values.base) }
                withExtendedLifetime((keys, values)) {}
            }
        } else {
            let keys = TensorStorage(count: keySize * batch * heads)
            let values = TensorStorage(count: valueSize * batch * heads)
            let (ks, vs) = (Elements(keys.base), Elements(values.base))
            Parallel.forEach(batch * heads) { pack($0, ks.base + $0 * keySize, vs.base + $0 * valueSize) }
            Parallel.forEach(batch * heads * blocks) { task in
                let head = task / blocks
                attend(head, task % blocks, ks.base + head * keySize, vs.base + head * valueSize)
            }
            withExtendedLifetime((keys, values)) {}
        }
    }

    private func pack(
        _ task: Int, _ keys: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Float>
    ) {
        let (entry, head, total) = (task / heads, task % heads, keyCount)
        var position = 0
        for segment in segments {
            let (source, count) = (entry / segment.queriesPerEntry, segment.keys.count)
            ck_pack_keys(
                tier, segment.keys.head(head, size: size, entry: source), segment.keys.tensor.width, count,
                size,
                position, keys)
            ck_pack_values(
                segment.values.head(head, size: size, entry: source), segment.values.tensor.width, count,
                size,
                position, total, values)
            position += count
        }
    }

    private func attend(
        _ task: Int, _ block: Int, _ keys: UnsafeMutablePointer<Float>, _ values: UnsafeMutablePointer<Float>
    ) {
        let (entry, head, first) = (task / heads, task % heads, block * 112)
        let scratch = TensorStorage(count: ck_attention_scratch(size))
        let width = result.width
        var job = ck_attention_block()
        job.queries = UnsafePointer(
            queries.head(head, size: size, entry: entry) + first * queries.tensor.width)
        (job.query_stride, job.rows, job.size) = (queries.tensor.width, min(112, queryCount - first), size)
        (job.keys, job.values, job.total) = (UnsafePointer(keys), UnsafePointer(values), keyCount)
        (job.first_query, job.causal, job.scale) = (first, causal ? 1 : 0, scale)
        bias?.point(&job, entry: entry, head: head, heads: heads, query: first)
        job.y = result.pointer + (entry * queryCount + first) * width + head * size
        (job.y_stride, job.scratch) = (width, scratch.base)
        ck_attention(tier, &job)
        withExtendedLifetime(scratch) {}
    }
}
