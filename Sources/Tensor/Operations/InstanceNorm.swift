import CKernels

/// Instance normalisation of channels-last images without parameters: every channel of every image has mean 0 and
/// variance 1 (biased).
///
/// Sums are taken in double precision over stretches of pixels whose length is fixed.
/// `y = activation((x - mean) / √(variance + epsilon))`, with a residual `y = max(0, activation(…) + residual)`.
/// Shapes: x and residual `[N, …, C]`.
public struct InstanceNorm: Sendable {
    public let epsilon: Float

    /// Pixels whose sums are taken at once.
    private static let stretch = 1024

    public init(epsilon: Float) { self.epsilon = epsilon }

    /// - Parameter activation: none or ReLU, when there is a residual.
    public func callAsFunction(
        _ x: Tensor, activation: Activation = .none, residual: Tensor? = nil
    ) -> Tensor {
        precondition(
            residual == nil
                || (residual!.shape == x.shape && (activation == .none || activation == .relu)),
            "residual \(residual!.shape) onto \(x.shape) after \(activation)")
        let result = Tensor(x.shape)
        guard result.count > 0 else { return result }
        let (channels, samples) = (x.width, x.shape[0])
        let pixels = x.rows / samples
        let scales = scales(of: x, samples: samples, pixels: pixels)
        let tier = Compute.current.tier.rawValue
        let (xs, ys, factors) = (Elements(x.pointer), Elements(result.pointer), Elements(scales.pointer))
        let extra = residual.map { Elements($0.pointer) }
        for sample in 0..<samples {
            let scale = Elements(factors.base + sample * 2 * channels)
            Parallel.ranges(pixels, grain: max(1, (1 << 14) / channels)) { range in
                let start = (sample * pixels + range.lowerBound) * channels
                if let extra {
                    ck_scale_shift_add(
                        tier, xs.base + start, range.count, channels, scale.base, scale.base + channels,
                        activation.rawValue, extra.base + start, ys.base + start)
                } else {
                    ck_scale_shift(
                        tier, xs.base + start, range.count, channels, scale.base, scale.base + channels,
                        activation.rawValue, ys.base + start)
                }
            }
        }
        return withExtendedLifetime((x, scales, residual)) { result }
    }

    /// `[N, 2, C]`: factor and term of every channel.
    private func scales(of x: Tensor, samples: Int, pixels: Int) -> Tensor {
        let channels = x.width
        let result = Tensor([samples, 2, channels])
        let (weight, bias) = (Tensor([channels], filledWith: 1), Tensor([channels], filledWith: 0))
        let stretches = (pixels + Self.stretch - 1) / Self.stretch
        let tier = Compute.current.tier.rawValue
        let xs = Elements(x.pointer)
        let sums = Doubles(count: samples * stretches * 2 * channels)
        Parallel.forEach(samples * stretches) { task in
            let start = task % stretches * Self.stretch
            ck_channel_sums(
                tier, xs.base + (task / stretches * pixels + start) * channels,
                min(Self.stretch, pixels - start), channels, sums.base + task * 2 * channels)
        }
        for sample in 0..<samples {
            let scale = result.pointer + sample * 2 * channels
            ck_group_scale(
                sums.base + sample * stretches * 2 * channels, stretches, pixels, channels, channels,
                Double(epsilon), weight.pointer, bias.pointer, scale, scale + channels)
        }
        return withExtendedLifetime((x, weight, bias, sums)) { result }
    }
}
