import CKernels

/// `y = activation(x Wᵀ + b) (+ residual)`, or the gated form `u · gelu(g)` with `[u, g] = x Wᵀ + b`.
///
/// Weights are repacked once for the kernels and the given tensor is not kept. Under `Precision.bfloat16` the
/// factors are rounded to bfloat16 and summed in Float32; a processor without bfloat16 dot products cannot run it
/// (see `Compute.checked()`). A layer that has computed in bfloat16 keeps only those weights.
/// Shapes: x `[…, K]`, W `[N, K]`, b `[N]`, y `[…, N]` (gated: `[…, N / 2]`).
public final class Linear: @unchecked Sendable {
    public let inputWidth: Int
    public let outputWidth: Int
    private let weights: PackedWeights

    /// - Parameter gated: whether the first half of the outputs is multiplied by the GELU of the second half.
    public init(weight: Tensor, bias: Tensor?, gated: Bool = false) {
        precondition(
            weight.rank == 2 && (bias == nil || bias!.count == weight.shape[0]), "linear \(weight.shape)")
        weights = PackedWeights(weight: weight, bias: bias, gated: gated)
        inputWidth = weights.depth
        outputWidth = weights.columns
    }

    /// The weight `[N, K]`, unpacked; not after the layer has computed in bfloat16.
    public var weight: Tensor { weights.unpacked }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none, residual: Tensor? = nil) -> Tensor
    {
        product(x, activation, residual) { $0..<$0 + $1 }
    }

    /// The layer on the rows of x in another order, so that cutting into windows and back needs no copy: of every
    /// `order.count` rows, row i of the result comes from row `order[i]`. A residual lies in the order of the result.
    public func callAsFunction(
        _ x: Tensor, order: [Int], activation: Activation = .none, residual: Tensor? = nil
    ) -> Tensor {
        let period = order.count
        precondition(
            period > 0 && x.rows % period == 0 && order.allSatisfy { 0..<period ~= $0 },
            "an order of \(period) rows for \(x.shape)")
        return product(x, activation, residual) { first, _ in
            let source = first / period * period + order[first % period]
            return source..<source + 1
        }
    }

    /// - Parameter run: the rows of x, at most as many as the second argument says, that follow each other in the
    ///   result from the row of the first argument on.
    private func product(
        _ x: Tensor, _ activation: Activation, _ residual: Tensor?,
        run: @escaping @Sendable (_ first: Int, _ count: Int) -> Range<Int>
    ) -> Tensor {
        precondition(x.width == inputWidth, "linear of width \(inputWidth) given \(x.shape)")
        let result = Tensor(x.shape.dropLast() + [outputWidth])
        let (xs, width) = (Elements(x.pointer), inputWidth)
        let precision = Compute.current.precision
        precondition(
            precision == .float32 || KernelTier.hasBFloat16,
            "precision bf16 needs a processor with AVX512_BF16; use fp32")
        MatrixProduct(weights: weights, rows: x.rows, precision: precision) { first, count, block, stride in
            var done = 0
            while done < count {
                let source = run(first + done, count - done)
                let (rows, target) = (xs.base + source.lowerBound * width, block + done * stride)
                if precision == .bfloat16 {
                    target.withMemoryRebound(to: UInt16.self, capacity: source.count * stride * 2) {
                        ck_copy_rows_bf16(rows, width, source.count, width, $0, stride)
                    }
                } else {
                    ck_copy_rows(rows, width, source.count, width, target, stride)
                }
                done += source.count
            }
        }.run(into: result, activation: activation, residual: residual)
        return withExtendedLifetime(x) { result }
    }
}
