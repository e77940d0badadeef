import CKernels

/// `y = outer(activation(A W + b) + residual)` for a matrix A `[M, K]` whose rows are produced block by block.
///
/// Blocks of rows are copied to cache before they are multiplied. With many blocks each is one task; with few, all
/// rows are copied first and the columns are shared out too. Either way every element is the same sum.
struct MatrixProduct {
    let weights: PackedWeights
    let rows: Int
    /// Whether products are taken in bfloat16; `fill` then writes pairs.
    var precision = Precision.float32
    /// Writes rows `first ..< first + count` of A with the given row stride (in Float32, or in pairs).
    let fill:
        @Sendable (_ first: Int, _ count: Int, _ block: UnsafeMutablePointer<Float>, _ stride: Int) -> Void

    /// Bytes of a row block that still leave the shared cache room for the weights.
    private static let blockBytes = 2400 << 10
    /// Work below which a second thread costs more than it brings.
    private static let smallProduct = 1 << 20

    /// - Parameter column: where y begins in the rows of `result`, which may be wider than y.
    func run(
        into result: Tensor, column: Int = 0, activation: Activation, residual: Tensor?,
        outer: Activation = .none
    ) {
        precondition(
            residual == nil || residual!.shape == result.shape,
            "residual \(residual!.shape) onto \(result.shape)")
        guard rows > 0 else { return }
        let panels = precision == .bfloat16 ? weights.bfloat16Pairs : weights.panels
        let stride = ck_row_stride(panels.shape[1])
        let height = min(112, max(14, Self.blockBytes / (stride * 4) / 14 * 14))
        let blocks = (rows + height - 1) / height
        let job = Job(
            tier: Compute.current.tier.rawValue, precision: precision, weights: weights, panels: panels,
            stride: stride, y: Elements(result.pointer + column), yStride: result.width,
            residual: residual.map { Elements($0.pointer) },
            epilogue: weights.epilogue(activation, nil, outer: outer))
        let (rows, fill) = (rows, fill)
        let threads = Compute.current.threads
        if threads == 1 || blocks >= 6 * threads || rows * weights.columns * weights.depth < Self.smallProduct
        {
            Parallel.forEach(blocks) { block in
                let (first, count) = (block * height, min(height, rows - block * height))
                let scratch = TensorStorage(count: count * stride)
                fill(first, count, scratch.base, stride)
                job.multiply(first, count, scratch.base, 0..<job.weights.panelCount)
                withExtendedLifetime(scratch) {}
            }
        } else {
            let storage = TensorStorage(count: rows * stride)
            let matrix = Elements(storage.base)
            Parallel.ranges(rows, grain: 14) {
                fill($0.lowerBound, $0.count, matrix.base + $0.lowerBound * stride, stride)
            }
            let groups = min(weights.panelCount, (12 * threads + blocks - 1) / blocks)
            Parallel.forEach(blocks * groups) { task in
                let (block, group) = (task / groups, task % groups)
                let (first, count) = (block * height, min(height, rows - block * height))
                let panels = job.weights.panelCount
                job.multiply(
                    first, count, matrix.base + first * stride,
                    panels * group / groups..<panels * (group + 1) / groups)
            }
            withExtendedLifetime(storage) {}
        }
        withExtendedLifetime((result, residual, panels)) {}
    }

    /// What every task of a product shares.
    private struct Job: @unchecked Sendable {
        let tier: Int32
        let precision: Precision
        let weights: PackedWeights
        let panels: Tensor
        let stride: Int
        let y: Elements
        let yStride: Int
        let residual: Elements?
        let epilogue: ck_epilogue

        func multiply(_ first: Int, _ count: Int, _ a: UnsafeMutablePointer<Float>, _ range: Range<Int>) {
            let columns = weights.columns
            var epilogue = epilogue
            epilogue.residual = residual.map { UnsafePointer($0.base + first * columns) }
            var product = ck_product(
                rows: count, depth: panels.shape[1], a: a, a_stride: stride, panels: panels.pointer,
                columns: columns, first_panel: range.lowerBound, last_panel: range.upperBound,
                y: y.base + first * yStride, y_stride: yStride, epilogue: epilogue)
            if precision == .bfloat16 { ck_gemm_bf16(&product) } else { ck_gemm(tier, &product) }
        }
    }
}

extension PackedWeights {
    /// The epilogue of a product with these weights.
    func epilogue(
        _ activation: Activation, _ residual: UnsafeMutablePointer<Float>?, outer: Activation = .none
    ) -> ck_epilogue {
        let known: Bool =
            switch outer {
            case .none: slopes == nil || activation == .none
            case .relu: slopes == nil && (activation == .none || activation == .relu)
            case .sigmoid, .tanh: slopes == nil && activation == .none
            case .silu, .gelu, .quickGELU: false
            }
        precondition(known && (outer == .none || !isGated), "no epilogue \(outer) of \(activation)")
        return ck_epilogue(
            bias: bias.map { UnsafePointer($0.pointer) }, residual: residual.map { UnsafePointer($0) },
            residual_stride: columns, activation: activation.rawValue, gated: isGated ? 1 : 0,
            outer: outer.rawValue, slopes: slopes.map { UnsafePointer($0.pointer) })
    }
}
