import CKernels

extension Tensor {
    /// Bilinear resize of `[B, H, W, C]` without antialias, times `factor`.
    ///
    /// Source coordinate `max((d + 0.5) · in / out - 0.5, 0)`, as torch's `interpolate` with corners not aligned.
    public func resizedBilinear(height: Int, width: Int, factor: Float = 1) -> Tensor {
        precondition(rank == 4 && height > 0 && width > 0, "\(shape) resized to \(height)×\(width)")
        if factor == 1 && height == shape[1] && width == shape[2] { return self }
        return resampled(
            height: height, width: width, vertical: Float(shape[1]) / Float(height),
            horizontal: Float(shape[2]) / Float(width), factor: factor)
    }

    /// Means of 2×2 pixels of `[B, H, W, C]`; a last odd row or column is dropped.
    public func averagePooled() -> Tensor {
        precondition(rank == 4, "pooling of \(shape)")
        return resampled(height: shape[1] / 2, width: shape[2] / 2, vertical: 2, horizontal: 2, factor: 1)
    }

    private func resampled(height: Int, width: Int, vertical: Float, horizontal: Float, factor: Float)
        -> Tensor
    {
        let result = Tensor([shape[0], height, width, shape[3]])
        let geometry = ck_resize(
            height: shape[1], width: shape[2], channels: shape[3], output_width: width,
            vertical_ratio: vertical, horizontal_ratio: horizontal, factor: factor)
        let (xs, ys, image) = (Elements(pointer), Elements(result.pointer), shape[1] * shape[2] * shape[3])
        let (line, tier) = (width * shape[3], Compute.current.tier.rawValue)
        for entry in 0..<shape[0] {
            Parallel.ranges(height, grain: max(1, (1 << 13) / max(1, line))) { rows in
                var geometry = geometry
                ck_resize_rows(
                    tier, &geometry, xs.base + entry * image, rows.lowerBound, rows.count,
                    ys.base + (entry * height + rows.lowerBound) * line)
            }
        }
        return withExtendedLifetime(self) { result }
    }

    /// Samples of `[B, H, W, C]` at `(x + u, y + v)`, bilinear, clamped to the border.
    ///
    /// A flow that is no number gives no number.
    /// Shapes: flow `[B, H, W, D]`, in pixels, horizontal component in column `start` and vertical in the next.
    public func warped(by flow: Tensor, from start: Int = 0) -> Tensor {
        precondition(
            rank == 4 && flow.shape.dropLast() == shape.dropLast() && start + 2 <= flow.width,
            "\(shape) warped by \(flow.shape)")
        let result = Tensor(shape)
        let geometry = ck_warp_shape(
            height: shape[1], width: shape[2], channels: shape[3], flow_stride: flow.width,
            y_stride: shape[3])
        let (xs, fs, ys) = (Elements(pointer), Elements(flow.pointer + start), Elements(result.pointer))
        let (pixels, channels, tier) = (shape[1] * shape[2], shape[3], Compute.current.tier.rawValue)
        for entry in 0..<shape[0] {
            Parallel.ranges(pixels, grain: max(1, (1 << 13) / max(1, channels))) { range in
                var geometry = geometry
                let image = entry * pixels
                ck_warp(
                    tier, &geometry, xs.base + image * channels, fs.base + image * geometry.flow_stride,
                    range.lowerBound,
                    range.count, ys.base + (image + range.lowerBound) * channels)
            }
        }
        return withExtendedLifetime((self, flow)) { result }
    }

    /// The flow `[B, h, w, 2]` at n = `factor` times its size and values: every fine pixel is a mixture of the 3×3
    /// coarse neighbours (zero outside) with weights softmax over the nine values of `mask`.
    ///
    /// Shapes: mask `[B, h, w, 9 · n · n]`, neighbour first, then row and column of the fine pixel;
    /// result `[B, n h, n w, 2]`.
    public func upsampledConvexly(by factor: Int, mask: Tensor) -> Tensor {
        let values = 9 * factor * factor
        precondition(
            rank == 4 && shape[3] == 2 && mask.shape == Array(shape[..<3]) + [values] && factor > 0,
            "\(shape) upsampled by \(factor) with \(mask.shape)")
        let (height, width) = (shape[1], shape[2])
        let result = Tensor([shape[0], factor * height, factor * width, 2])
        let (fs, ms, ys) = (Elements(pointer), Elements(mask.pointer), Elements(result.pointer))
        let tier = Compute.current.tier.rawValue
        for entry in 0..<shape[0] {
            let image = entry * height * width
            Parallel.ranges(height, grain: 1) { rows in
                ck_convex_upsample(
                    tier, ms.base + (image + rows.lowerBound * width) * values, fs.base + image * 2, height,
                    width, factor, rows.lowerBound, rows.count, ys.base + image * 2 * factor * factor)
            }
        }
        return withExtendedLifetime((self, mask)) { result }
    }
}
