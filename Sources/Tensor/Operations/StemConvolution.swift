import CKernels

/// The first convolution of a network, of few channels, by Winograd's algorithm on phase images (see `ck_stem`): for a
/// 7×7×7 kernel of stride 2 a third of the products.
///
/// Transformed weights are kept; a task takes a few tiles of all frames through all transforms and products.
struct StemConvolution {
    let volume: ck_volume
    let stem: ck_stem
    let weights: PackedWeights
    let videos: Int

    /// Bytes of transformed tiles, and of products, of one task.
    private static let taskBytes = 600 << 10
    /// Outputs along each axis for which the tiles pay.
    private static let smallestSide = 8

    /// Whether the algorithm pays for videos of this shape; never depends on the batch.
    static func applies(to volume: ck_volume) -> Bool {
        let step = volume.stride_height
        let taps = (volume.kernel_height + step - 1) / step
        return Compute.current.allowsWinograd && volume.kernel_height == volume.kernel_width
            && volume.stride_width == step && (1...2).contains(step) && (3...4).contains(taps)
            && step * step * volume.channels <= 16
            && min(volume.output_height, volume.output_width) >= smallestSide
    }

    init(_ volume: ck_volume, weights: PackedWeights, videos: Int) {
        let step = volume.stride_height
        let taps = (volume.kernel_height + step - 1) / step
        let side = 7 - taps
        func extent(_ outputs: Int) -> Int { (outputs + side - 1) / side * side + taps - 1 }
        self.volume = volume
        stem = ck_stem(
            frames: volume.frames, height: extent(volume.output_height), width: extent(volume.output_width),
            depth: step * step * volume.channels, taps: taps, kernel_frames: volume.kernel_frames,
            stride_frames: volume.stride_frames, front: volume.front, output_frames: volume.output_frames,
            output_height: volume.output_height, output_width: volume.output_width)
        (self.weights, self.videos) = (weights, videos)
    }

    /// - Parameter column: where the outputs begin in the rows of `result`, which may be wider.
    func run(_ x: Tensor, into result: Tensor, column: Int, activation: Activation) {
        var stem = stem
        let image = stem.height * stem.width * stem.depth
        let storage = TensorStorage(count: stem.frames * image + 16)
        let (tiles, row) = (ck_stem_tiles(&stem), ck_stem_row(&stem))
        let depth = stem.kernel_frames * stem.depth
        let job = Job(
            tier: Compute.current.tier.rawValue, volume: volume, stem: stem, weights: weights, row: row,
            x: Elements(x.pointer), phases: Elements(storage.base), y: Elements(result.pointer + column),
            yStride: result.width, epilogue: weights.epilogue(activation, nil),
            uPlane: ck_winograd_plane(depth, 32))
        let u = job.transformedWeights()
        let bytesEach = 36 * 4 * max(row, stem.output_frames * 32)
        let size = max(1, min(tiles / (4 * Compute.current.threads) + 1, Self.taskBytes / bytesEach))
        let frame = volume.height * volume.width * volume.channels
        for video in 0..<videos {
            Parallel.forEach(stem.frames) { number in
                job.makePhases(frame: (video * job.stem.frames + number) * frame, into: number * image)
            }
            Parallel.forEach((tiles + size - 1) / size) { task in
                job.convolve(video, task * size, min(size, tiles - task * size), u: u)
            }
        }
        withExtendedLifetime((x, result, storage, u)) {}
    }

    /// What every task of a convolution shares.
    private struct Job: @unchecked Sendable {
        let tier: Int32
        let volume: ck_volume
        let stem: ck_stem
        let weights: PackedWeights
        let row: Int
        let x: Elements
        let phases: Elements
        let y: Elements
        let yStride: Int
        let epilogue: ck_epilogue
        /// Floats from one position to the next in a panel's transformed weights.
        let uPlane: Int

        /// All panels, one behind the other.
        func transformedWeights() -> Tensor {
            weights.transform(Compute.current.tier) {
                let result = Tensor([weights.panelCount, 36 * uPlane])
                let u = Elements(result.pointer)
                Parallel.forEach(weights.panelCount) { panel in
                    var (volume, stem) = (volume, stem)
                    ck_stem_weights(
                        tier, &volume, &stem, weights.panels.pointer + panel * weights.depth * 32,
                        u.base + panel * 36 * uPlane, uPlane)
                }
                return result
            }
        }

        func makePhases(frame: Int, into place: Int) {
            var (volume, stem) = (volume, stem)
            ck_stem_phases(&volume, &stem, x.base + frame, phases.base + place)
        }

        func convolve(_ video: Int, _ first: Int, _ count: Int, u: Tensor) {
            var stem = stem
            let plane = ck_winograd_plane((count + 1) / 2 * 2, row)
            let v = TensorStorage(count: 36 * plane)
            ck_stem_input(tier, &stem, phases.base, first, count, v.base, plane)
            let rows = (count * stem.output_frames + 1) / 2 * 2
            let scratch = TensorStorage(count: 36 * ck_winograd_plane(rows, 32))
            for panel in 0..<weights.panelCount {
                var block = ck_stem_block(
                    v: v.base, v_plane: plane, u: u.pointer + panel * 36 * uPlane, u_plane: uPlane,
                    video: video, first: first, count: count, panel: panel, columns: weights.columns,
                    epilogue: epilogue, y: y.base, y_stride: yStride, scratch: scratch.base)
                ck_stem_output(tier, &stem, &block)
            }
            withExtendedLifetime((v, scratch)) {}
        }
    }
}
