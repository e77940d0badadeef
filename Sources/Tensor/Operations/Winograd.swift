import CKernels

/// Convolution with three taps along each axis by Winograd's minimal filtering with tiles of four outputs:
/// 36 products for 16 outputs of 9 taps, or 6 for 4 outputs of 3.
///
/// Input tiles are transformed for a group of tiles that stays in the shared cache, then each task multiplies one
/// panel of output channels. Weights are transformed in every call: kept, they would take four times the memory.
struct Winograd {
    let shape: ck_winograd
    let weights: PackedWeights
    let images: Int

    /// Fewest channels for which the transforms pay.
    private static let minimumChannels = 32
    /// Bytes of transformed tiles in a group, and of transformed weights that are kept for the call.
    private static let groupBytes = 24 << 20
    private static let weightBytes = 32 << 20

    /// Whether the algorithm pays for images of this shape; never depends on the batch.
    static func applies(to shape: ck_winograd) -> Bool {
        var shape = shape
        let outputs = shape.output_height * shape.output_width
        let computed = ck_winograd_tiles(&shape) * (shape.one_dimensional != 0 ? 4 : 16)
        return Compute.current.allowsWinograd && shape.channels >= minimumChannels && shape.channels % 16 == 0
            && outputs * 2 > computed
    }

    func run(_ x: Tensor, into result: Tensor, activation: Activation, residual: Tensor?) {
        var shape = shape
        let tiles = images * ck_winograd_tiles(&shape)
        let positions = ck_winograd_positions(&shape)
        let stride = ck_row_stride(shape.channels)
        let blockSize = positions * 112 * stride
        let blocks = (tiles + 111) / 112
        let groupSize = max(1, min(blocks, Self.groupBytes / (blockSize * 4)))
        let job = Job(
            tier: Compute.current.tier.rawValue, shape: shape, weights: weights, positions: positions,
            stride: stride, tiles: tiles, x: Elements(x.pointer), y: Elements(result.pointer),
            epilogue: weights.epilogue(activation, residual?.pointer))
        let storage = TensorStorage(count: groupSize * blockSize)
        let transformed = Elements(storage.base)
        let kept = keptWeights(job)
        for start in stride_(0, blocks, groupSize) {
            let count = min(groupSize, blocks - start)
            Parallel.forEach(count * Job.parts) { task in
                let (block, part) = (task / Job.parts, task % Job.parts)
                job.transformInput(
                    block: start + block, part: part, into: transformed.base + block * blockSize)
            }
            if let kept {
                let u = Elements(kept.base)
                Parallel.forEach(weights.panelCount * count) { task in
                    let (panel, block) = (task / count, task % count)
                    job.multiply(
                        block: start + block, panel: panel, transformed.base + block * blockSize,
                        u.base + panel * job.panelSize)
                }
            } else {
                Parallel.forEach(weights.panelCount) { panel in
                    let scratch = TensorStorage(count: job.panelSize)
                    job.transformWeights(panel, into: scratch.base)
                    for block in 0..<count {
                        job.multiply(
                            block: start + block, panel: panel, transformed.base + block * blockSize,
                            scratch.base)
                    }
                    withExtendedLifetime(scratch) {}
                }
            }
        }
        withExtendedLifetime((x, result, residual, storage, kept)) {}
    }

    /// All transformed weights, when they are small enough to be made once for the call.
    private func keptWeights(_ job: Job) -> TensorStorage? {
        guard weights.panelCount * job.panelSize * 4 <= Self.weightBytes else { return nil }
        let storage = TensorStorage(count: weights.panelCount * job.panelSize)
        let u = Elements(storage.base)
        Parallel.forEach(weights.panelCount) { job.transformWeights($0, into: u.base + $0 * job.panelSize) }
        return storage
    }

    private func stride_(_ from: Int, _ to: Int, _ step: Int) -> StrideTo<Int> {
        stride(from: from, to: to, by: step)
    }

    /// What every task of a convolution shares.
    private struct Job: @unchecked Sendable {
        /// Pieces in which a block of tiles is transformed.
        static let parts = 8
        let tier: Int32
        let shape: ck_winograd
        let weights: PackedWeights
        let positions: Int
        let stride: Int
        let tiles: Int
        let x: Elements
        let y: Elements
        let epilogue: ck_epilogue

        /// Floats of one panel of transformed weights.
        var panelSize: Int { positions * shape.channels * 32 }

        func transformInput(block: Int, part: Int, into v: UnsafeMutablePointer<Float>) {
            let size = 112 / Self.parts
            let first = block * 112 + part * size
            guard first < tiles else { return }
            var shape = shape
            ck_winograd_input(
                tier, &shape, x.base, first, min(size, tiles - first), v + part * size * stride, stride)
        }

        func transformWeights(_ panel: Int, into u: UnsafeMutablePointer<Float>) {
            var shape = shape
            ck_winograd_weights(tier, &shape, weights.panels.pointer + panel * weights.depth * 32, u)
        }

        func multiply(
            block: Int, panel: Int, _ v: UnsafeMutablePointer<Float>, _ u: UnsafeMutablePointer<Float>
        ) {
            var (shape, epilogue) = (shape, epilogue)
            let scratch = TensorStorage(count: positions * 112 * 32)
            ck_winograd_output(
                tier, &shape, v, stride, u, block * 112, min(112, tiles - block * 112), panel,
                weights.columns,
                &epilogue, y.base, scratch.base)
            withExtendedLifetime(scratch) {}
        }
    }
}
