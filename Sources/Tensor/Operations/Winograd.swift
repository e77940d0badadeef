import CKernels

/// Convolution with three taps along each axis by Winograd's minimal filtering with tiles of four outputs:
/// 36 products for 16 outputs of 9 taps, or 6 for 4 outputs of 3.
///
/// Weights are transformed in every call, unless they are to be kept, which takes four times the memory. When all of
/// them fit in the shared cache and are not kept, a task takes a few tiles through all transforms and products.
/// Otherwise a group of tiles is transformed first, and a task transforms and applies the weights of one panel of
/// output channels.
struct Winograd {
    let shape: ck_winograd
    let weights: PackedWeights
    let images: Int
    var keepsTransform = false

    /// Fewest channels for which the transforms pay.
    private static let minimumChannels = 32
    /// Bytes of transformed weights that are made once for the call.
    private static let weightBytes = 32 << 20
    /// Bytes of transformed tiles and products of one task, when the weights are made first.
    private static let taskBytes = 2700 << 10
    /// Bytes of transformed tiles in a group, when they are not.
    private static let groupBytes = 24 << 20

    /// Whether the algorithm pays for images of this shape; never depends on the batch.
    static func applies(to shape: ck_winograd) -> Bool {
        var shape = shape
        let outputs = shape.output_height * shape.output_width
        let computed = ck_winograd_tiles(&shape) * (shape.one_dimensional != 0 ? 4 : 16)
        return Compute.current.allowsWinograd && shape.channels >= minimumChannels
            && outputs * 2 > computed
    }

    /// - Parameter column: where the outputs begin in the rows of `result`, which may be wider.
    func run(
        _ x: Tensor, into result: Tensor, column: Int = 0, activation: Activation, residual: Tensor?,
        outer: Activation = .none
    ) {
        let job = WinogradJob(
            shape, weights: weights, images: images, x: Elements(x.pointer),
            y: Elements(result.pointer + column), yStride: result.width,
            epilogue: weights.epilogue(activation, residual?.pointer, outer: outer))
        if !keepsTransform && weights.panelCount * job.panelSize * 4 <= Self.weightBytes {
            runByTiles(job)
        } else {
            runByPanels(job)
        }
        withExtendedLifetime((x, result, residual)) {}
    }

    private func runByTiles(_ job: WinogradJob) {
        let panels = weights.panelCount
        let channels = shape.channels
        let weightPlane = ck_winograd_plane(panels * channels, 32)
        let storage = TensorStorage(count: job.positions * weightPlane)
        let u = Elements(storage.base)
        Parallel.forEach(panels) { panel in
            job.transformWeights(panel, into: u.base + panel * channels * 32, plane: weightPlane)
        }
        let tileBytes = job.positions * (job.stride + panels * 32) * 4
        let largest = min(112, max(14, Self.taskBytes / tileBytes / 14 * 14))
        // Fewer tiles at a time when there would not be enough tasks to share out evenly.
        let share = (job.tiles / (4 * Compute.current.threads) + 1) / 2 * 2
        let size = min(largest, max(8, share))
        Parallel.forEach((job.tiles + size - 1) / size) { task in
            let plane = ck_winograd_plane(size, job.stride)
            let v = TensorStorage(count: job.positions * plane)
            let (first, count) = (task * size, min(size, job.tiles - task * size))
            job.transformInput(first, count, into: v.base, plane: plane)
            job.multiply(
                first, count, 0..<panels, v: v.base, plane: plane, u: u.base,
                weightPlane: weightPlane)
            withExtendedLifetime(v) {}
        }
        withExtendedLifetime(storage) {}
    }

    private func runByPanels(_ job: WinogradJob) {
        let (size, parts) = (112, 8)
        let plane = ck_winograd_plane(size, job.stride)
        let blockSize = job.positions * plane
        let blocks = (job.tiles + size - 1) / size
        let group = max(1, min(blocks, Self.groupBytes / (blockSize * 4)))
        let storage = TensorStorage(count: group * blockSize)
        let v = Elements(storage.base)
        let weightPlane = ck_winograd_plane(shape.channels, 32)
        let kept = keepsTransform ? keptWeights(job, plane: weightPlane) : nil
        for start in stride(from: 0, to: blocks, by: group) {
            let count = min(group, blocks - start)
            Parallel.forEach(count * parts) { task in
                let (block, part) = (task / parts, task % parts)
                let offset = part * (size / parts)
                let first = (start + block) * size + offset
                guard first < job.tiles else { return }
                job.transformInput(
                    first, min(size / parts, job.tiles - first),
                    into: v.base + block * blockSize + offset * job.stride,
                    plane: plane)
            }
            Parallel.forEach(weights.panelCount) { panel in
                let fresh = kept == nil ? TensorStorage(count: job.positions * weightPlane) : nil
                let u = fresh?.base ?? kept!.pointer + panel * job.positions * weightPlane
                if fresh != nil { job.transformWeights(panel, into: u, plane: weightPlane) }
                for block in 0..<count {
                    let first = (start + block) * size
                    job.multiply(
                        first, min(size, job.tiles - first), panel..<panel + 1, v: v.base + block * blockSize,
                        plane: plane, u: u, weightPlane: weightPlane)
                }
                withExtendedLifetime(fresh) {}
            }
        }
        withExtendedLifetime((storage, kept)) {}
    }

    /// All panels of transformed weights, one behind the other.
    private func keptWeights(_ job: WinogradJob, plane: Int) -> Tensor {
        weights.transform(Compute.current.tier) {
            let result = Tensor([weights.panelCount, job.positions * plane])
            let u = Elements(result.pointer)
            Parallel.forEach(weights.panelCount) { panel in
                job.transformWeights(panel, into: u.base + panel * job.positions * plane, plane: plane)
            }
            return result
        }
    }
}

/// What every task of a convolution shares.
private struct WinogradJob: @unchecked Sendable {
    let tier: Int32
    let shape: ck_winograd
    let weights: PackedWeights
    let positions: Int
    let stride: Int
    let tiles: Int
    let x: Elements
    let y: Elements
    let yStride: Int
    let epilogue: ck_epilogue

    init(
        _ shape: ck_winograd, weights: PackedWeights, images: Int, x: Elements, y: Elements, yStride: Int,
        epilogue: ck_epilogue
    ) {
        var geometry = shape
        tier = Compute.current.tier.rawValue
        positions = ck_winograd_positions(&geometry)
        stride = ck_row_stride(shape.channels)
        tiles = images * ck_winograd_tiles(&geometry)
        (self.shape, self.weights, self.x) = (shape, weights, x)
        (self.y, self.yStride, self.epilogue) = (y, yStride, epilogue)
    }

    /// Floats of one panel of transformed weights.
    var panelSize: Int { positions * shape.channels * 32 }

    func transformInput(_ first: Int, _ count: Int, into v: UnsafeMutablePointer<Float>, plane: Int) {
        var shape = shape
        ck_winograd_input(tier, &shape, x.base, first, count, v, stride, plane)
    }

    func transformWeights(_ panel: Int, into u: UnsafeMutablePointer<Float>, plane: Int) {
        var shape = shape
        ck_winograd_weights(tier, &shape, weights.panels.pointer + panel * weights.depth * 32, u, plane)
    }

    func multiply(
        _ first: Int, _ count: Int, _ panels: Range<Int>, v: UnsafeMutablePointer<Float>, plane: Int,
        u: UnsafeMutablePointer<Float>, weightPlane: Int
    ) {
        var shape = shape
        let scratch = TensorStorage(
            count: positions * ck_winograd_plane((count + 1) / 2 * 2, panels.count * 32))
        var block = ck_winograd_block(
            v: v, v_stride: stride, v_plane: plane, u: u, u_plane: weightPlane, first: first, count: count,
            first_panel: panels.lowerBound, last_panel: panels.upperBound, columns: weights.columns,
            epilogue: epilogue, y: y.base, y_stride: yStride, scratch: scratch.base)
        ck_winograd_output(tier, &shape, &block)
        withExtendedLifetime(scratch) {}
    }
}
