import CKernels

/// Group normalisation of channels-last samples, with an optional activation.
///
/// Statistics run over the pixels and the channels of a group, biased variance, sums in double precision over
/// stretches of pixels whose length is fixed.
/// Shapes: x `[N, …, C]`, weight and bias `[C]`.
public final class GroupNorm: Sendable {
    public let groups: Int
    public let epsilon: Float
    let weight: Tensor
    let bias: Tensor

    /// Pixels whose sums are taken at once.
    private static let stretch = 1024

    public init(groups: Int, epsilon: Float, weight: Tensor, bias: Tensor) {
        precondition(
            weight.count % groups == 0 && weight.count == bias.count,
            "\(weight.count) channels, \(groups) groups")
        (self.groups, self.epsilon, self.weight, self.bias) = (groups, epsilon, weight, bias)
    }

    public func callAsFunction(_ x: Tensor, activation: Activation = .none) -> Tensor {
        let channels = x.width
        precondition(channels == weight.count, "group norm of \(weight.count) channels given \(x.shape)")
        let result = Tensor(x.shape)
        let (samples, pixels) = (x.shape[0], x.rows / max(x.shape[0], 1))
        guard result.count > 0 else { return result }
        let stretches = (pixels + Self.stretch - 1) / Self.stretch
        let tier = Compute.current.tier.rawValue
        let (xs, ys) = (Elements(x.pointer), Elements(result.pointer))
        let scales = Tensor([samples, 2, channels])
        let factors = Elements(scales.pointer)
        // A sample that fits in cache is read from memory once: its second pass follows its first.
        if samples >= 2 * Compute.current.threads {
            Parallel.forEach(samples) { sample in
                var sums = [Double](repeating: 0, count: stretches * 2 * channels)
                for index in 0..<stretches {
                    let (start, count) = (
                        index * Self.stretch, min(Self.stretch, pixels - index * Self.stretch)
                    )
                    sums.withUnsafeMutableBufferPointer {
                        ck_channel_sums(
                            tier, xs.base + (sample * pixels + start) * channels, count, channels,
                            $0.baseAddress! + index * 2 * channels)
                    }
                }
                let scale = factors.base + sample * 2 * channels
                self.finish(sums, stretches: stretches, pixels: pixels, into: scale)
                ck_scale_shift(
                    tier, xs.base + sample * pixels * channels, pixels, channels, scale, scale + channels,
                    activation.rawValue, ys.base + sample * pixels * channels)
            }
        } else {
            for sample in 0..<samples {
                let sums = Doubles(count: stretches * 2 * channels)
                Parallel.forEach(stretches) { index in
                    let (start, count) = (
                        index * Self.stretch, min(Self.stretch, pixels - index * Self.stretch)
                    )
                    ck_channel_sums(
                        tier, xs.base + (sample * pixels + start) * channels, count, channels,
                        sums.base + index * 2 * channels)
                }
                let scale = factors.base + sample * 2 * channels
                finish(sums.values, stretches: stretches, pixels: pixels, into: scale)
                Parallel.ranges(pixels, grain: 64) { range in
                    let start = (sample * pixels + range.lowerBound) * channels
                    ck_scale_shift(
                        tier, xs.base + start, range.count, channels, factors.base + sample * 2 * channels,
                        factors.base + sample * 2 * channels + channels, activation.rawValue, ys.base + start)
                }
            }
        }
        withExtendedLifetime((x, scales)) {}
        return result
    }

    private func finish(
        _ sums: [Double], stretches: Int, pixels: Int, into scale: UnsafeMutablePointer<Float>
    ) {
        ck_group_scale(
            sums, stretches, pixels, weight.count, groups, Double(epsilon), weight.pointer, bias.pointer,
            scale,
            scale + weight.count)
    }
}

/// Double-precision sums that several threads fill, each its own range.
final class Doubles: @unchecked Sendable {
    let base: UnsafeMutablePointer<Double>
    private let count: Int

    init(count: Int) {
        self.count = count
        base = .allocate(capacity: count)
    }

    deinit { base.deallocate() }

    var values: [Double] { Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// Layer normalisation over the last axis, biased variance; mean and variance in double precision.
public final class LayerNorm: Sendable {
    public let epsilon: Float
    let weight: Tensor
    let bias: Tensor

    public init(epsilon: Float, weight: Tensor, bias: Tensor) {
        precondition(weight.count == bias.count, "layer norm weight \(weight.shape), bias \(bias.shape)")
        (self.epsilon, self.weight, self.bias) = (epsilon, weight, bias)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let width = x.width
        precondition(width == weight.count, "layer norm of width \(weight.count) given \(x.shape)")
        let result = Tensor(x.shape)
        let tier = Compute.current.tier.rawValue
        let (xs, ys) = (Elements(x.pointer), Elements(result.pointer))
        let (ws, bs, epsilon) = (Elements(weight.pointer), Elements(bias.pointer), Double(epsilon))
        Parallel.ranges(x.rows, grain: max(1, (1 << 14) / max(width, 1))) { rows in
            let start = rows.lowerBound * width
            ck_layer_norm(
                tier, xs.base + start, rows.count, width, epsilon, ws.base, bs.base, ys.base + start)
        }
        return withExtendedLifetime((x, self)) { result }
    }
}
