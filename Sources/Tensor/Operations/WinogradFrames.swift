import CKernels

/// 3×3×3 convolution by Winograd's F(4×4, 3×3) in space: every frame is transformed once, and the products of three
/// neighbouring frames are summed before the output transform. 108 products for 16 outputs of 27 taps.
///
/// A group of blocks (tiles of a range of frames) is transformed, then a task multiplies one block by the weights of
/// one panel of output channels.
struct WinogradFrames {
    let shape: ck_winograd
    let frames: Int
    let videos: Int
    let weights: PackedWeights

    /// Fewest channels for which the transforms pay.
    private static let minimumChannels = 16
    /// Fewest tiles in all frames of a video for which the larger weights pay.
    private static let minimumTiles = 24
    /// Rows (tiles of all frames) of a block.
    private static let blockRows = 112
    /// Most frames of a block.
    private static let blockFrames = 28
    /// Bytes of transformed tiles in a group.
    private static let groupBytes = 16 << 20

    /// Whether the algorithm pays for videos of this shape; never depends on the batch.
    static func applies(to volume: ck_volume) -> Bool {
        let kernel = (volume.kernel_frames, volume.kernel_height, volume.kernel_width)
        let stride = (volume.stride_frames, volume.stride_height, volume.stride_width)
        guard kernel == (3, 3, 3), stride == (1, 1, 1), volume.front == 1,
            volume.output_frames == volume.frames, volume.channels >= minimumChannels
        else { return false }
        var shape = Self.shape(volume)
        let tiles = ck_winograd_tiles(&shape)
        let outputs = volume.output_height * volume.output_width
        return Compute.current.allowsWinograd && outputs * 2 > tiles * 16
            && tiles * volume.frames >= minimumTiles
    }

    private static func shape(_ volume: ck_volume) -> ck_winograd {
        ck_winograd(
            height: volume.height, width: volume.width, channels: volume.channels, top: volume.top,
            left: volume.left, output_height: volume.output_height, output_width: volume.output_width,
            one_dimensional: 0)
    }

    init(_ volume: ck_volume, weights: PackedWeights, videos: Int) {
        shape = Self.shape(volume)
        (frames, self.videos) = (volume.frames, videos)
        self.weights = weights
    }

    /// - Parameter column: where the outputs begin in the rows of `result`, which may be wider.
    func run(_ x: Tensor, into result: Tensor, column: Int, activation: Activation) {
        let job = Job(
            tier: Compute.current.tier.rawValue, shape: shape, frames: frames, weights: weights,
            u: transformedWeights(), uPlane: weightPlane, stride: ck_row_stride(shape.channels),
            x: Elements(x.pointer),
            y: Elements(result.pointer + column), yStride: result.width,
            epilogue: weights.epilogue(activation, nil))
        let blocks = (0..<videos).flatMap { cut($0) }
        let largest = blocks.map { job.size(of: $0) }.max() ?? 0
        let group = max(1, min(blocks.count, Self.groupBytes / (largest * 4)))
        let storage = TensorStorage(count: group * largest)
        let v = Elements(storage.base)
        let panels = weights.panelCount
        for start in stride(from: 0, to: blocks.count, by: group) {
            let part = Array(blocks[start..<min(start + group, blocks.count)])
            let places = part.indices.flatMap { block in part[block].inputs(frames).map { (block, $0) } }
            Parallel.forEach(places.count) { task in
                let (block, frame) = places[task]
                job.transform(part[block], frame: frame, into: v.base + block * largest)
            }
            // Panel by panel, so that a panel's weights are read from memory once.
            Parallel.forEach(part.count * panels) { task in
                let (panel, block) = (task / part.count, task % part.count)
                job.multiply(part[block], panel: panel, v: v.base + block * largest)
            }
        }
        withExtendedLifetime((x, result, storage, job.u)) {}
    }

    /// A video's tiles, cut to blocks of about `blockRows` rows; cuts along time only where it is long, since frames on
    /// both sides of one are transformed twice.
    private func cut(_ video: Int) -> [Block] {
        var shape = shape
        let tiles = ck_winograd_tiles(&shape)
        let pieces = (frames + Self.blockFrames - 1) / Self.blockFrames
        return (0..<pieces).flatMap { piece -> [Block] in
            let range = frames * piece / pieces..<frames * (piece + 1) / pieces
            let count = max(1, Self.blockRows / range.count)
            return stride(from: 0, to: tiles, by: count).map {
                Block(video: video, frames: range, tiles: $0..<min($0 + count, tiles))
            }
        }
    }

    /// Tiles of a range of frames.
    private struct Block {
        let video: Int
        let frames: Range<Int>
        let tiles: Range<Int>

        /// The frames whose tiles are needed, of `count` in the video.
        func inputs(_ count: Int) -> Range<Int> {
            max(frames.lowerBound - 1, 0)..<min(frames.upperBound + 1, count)
        }
    }

    /// Floats from one position to the next in a panel's transformed weights.
    private var weightPlane: Int { ck_winograd_plane(3 * shape.channels, 32) }

    /// Weights in the transformed domain, for every panel `[36][3][C][32]`; they are kept.
    private func transformedWeights() -> Tensor {
        let (tier, plane, tap) = (Compute.current.tier, weightPlane, shape.channels * 32)
        return weights.transform(tier) {
            let result = Tensor([weights.panelCount, 36 * plane])
            let (from, to, shape) = (Elements(weights.panels.pointer), Elements(result.pointer), shape)
            Parallel.forEach(weights.panelCount * 3) { task in
                let (panel, frame) = (task / 3, task % 3)
                var shape = shape
                ck_winograd_weights(
                    tier.rawValue, &shape, from.base + (panel * 27 + frame * 9) * tap,
                    to.base + panel * 36 * plane + frame * tap, plane)
            }
            return result
        }
    }

    /// What every task of a convolution shares.
    private struct Job: @unchecked Sendable {
        let tier: Int32
        let shape: ck_winograd
        let frames: Int
        let weights: PackedWeights
        /// All panels' transformed weights.
        let u: Tensor
        let uPlane: Int
        let stride: Int
        let x: Elements
        let y: Elements
        let yStride: Int
        let epilogue: ck_epilogue

        /// Floats from one position to the next in a block's transformed tiles.
        private func plane(_ block: Block) -> Int {
            ck_winograd_plane((block.inputs(frames).count * block.tiles.count + 1) / 2 * 2, stride)
        }

        func size(of block: Block) -> Int { 36 * plane(block) }

        func transform(_ block: Block, frame: Int, into v: UnsafeMutablePointer<Float>) {
            var shape = shape
            let each = ck_winograd_tiles(&shape)
            let row = (frame - block.inputs(frames).lowerBound) * block.tiles.count
            ck_winograd_input(
                tier, &shape, x.base, (block.video * frames + frame) * each + block.tiles.lowerBound,
                block.tiles.count, v + row * stride, stride, plane(block))
        }

        func multiply(_ block: Block, panel: Int, v: UnsafeMutablePointer<Float>) {
            var shape = shape
            let rows = block.frames.count * block.tiles.count
            let scratch = TensorStorage(count: 36 * ck_winograd_plane((rows + 1) / 2 * 2, 32))
            var part = ck_winograd_frames(
                v: v, v_stride: stride, v_plane: plane(block),
                u: u.pointer + panel * 36 * uPlane, u_plane: uPlane,
                video: block.video, frames: frames, first_frame: block.frames.lowerBound,
                last_frame: block.frames.upperBound, first: block.tiles.lowerBound, count: block.tiles.count,
                panel: panel, columns: weights.columns, epilogue: epilogue, y: y.base, y_stride: yStride,
                scratch: scratch.base)
            ck_winograd_frames_output(tier, &shape, &part)
            withExtendedLifetime(scratch) {}
        }
    }
}
