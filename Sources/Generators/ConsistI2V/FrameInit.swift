import Tensor

/// Initial noise whose low frequencies come from a diffused layout video.
///
/// `ε' = Re F⁻¹[ F(z_τ)·G + F(ε)·(1 - G) ]` with `z_τ = √ᾱ_τ z₀ + √(1-ᾱ_τ) ε` and the same ε, transforms over
/// (F, H, W) of every channel. The layout `z₀` is the first frame repeated, or any video of the same size.
/// Differs: at odd sizes the filter is not symmetric, the inverse is complex, and its imaginary part is dropped,
/// as in the reference.
/// Source: arXiv 2402.04324 section 4.3, equations 7 and 8.
public struct FrameInit: Sendable, Hashable, Codable {
    /// τ, an index into the training timesteps.
    public var timestep: Int
    public var filter: FrequencyFilter

    public init(timestep: Int = 850, filter: FrequencyFilter = FrequencyFilter()) {
        (self.timestep, self.filter) = (timestep, filter)
    }

    enum CodingKeys: String, CodingKey {
        case timestep = "tau"
        case filter
    }

    /// - Parameters:
    ///   - layout: clean latents `[B, F or 1, h, w, C]`; a single frame is repeated.
    ///   - noise: `[B, F, h, w, C]`.
    /// - Returns: noise of the same shape.
    public func callAsFunction(layout: Tensor, noise: Tensor, schedule: DDIMSchedule) -> Tensor {
        let diffused = schedule.diffuse(
            Self.repeated(layout, frames: noise.shape[1]), noise: noise, timestep: timestep)
        return Self.mix(diffused, noise, filter: filter)
    }

    /// `[B, 1, h, w, C]` as a static video of `frames` frames; a video of that length unchanged.
    package static func repeated(_ layout: Tensor, frames: Int) -> Tensor {
        guard layout.shape[1] != frames else { return layout }
        precondition(layout.shape[1] == 1, "layout \(layout.shape) for \(frames) frames")
        let copies = (0..<layout.shape[0]).flatMap { video in
            Array(repeating: layout[video..<video + 1], count: frames)
        }
        return Tensor.stacked(copies).reshaped([layout.shape[0], frames] + layout.shape[2...])
    }

    /// Low frequencies of `low`, the rest of `high`; both `[B, F, h, w, C]`.
    private static func mix(_ low: Tensor, _ high: Tensor, filter: FrequencyFilter) -> Tensor {
        let (frames, height, width) = (high.shape[1], high.shape[2], high.shape[3])
        let (batch, channels, volume) = (high.shape[0], high.shape[4], frames * height * width)
        let gains = unshifted(filter.mask(frames: frames, height: height, width: width))
        let lowSpectrum = FourierTransform3D(frames: frames, height: height, width: width)
        let mixed = FourierTransform3D(frames: frames, height: height, width: width)
        let result = Tensor(high.shape)
        for plane in 0..<batch * channels {
            let start = plane / channels * volume * channels + plane % channels
            for index in 0..<volume {
                lowSpectrum.values[index] = (low.pointer[start + index * channels], 0)
                mixed.values[index] = (high.pointer[start + index * channels], 0)
            }
            lowSpectrum.forward()
            mixed.forward()
            for index in 0..<volume {
                let (pass, stop) = (gains[index], 1 - gains[index])
                let (a, b) = (lowSpectrum.values[index], mixed.values[index])
                mixed.values[index] = (a.0 * pass + b.0 * stop, a.1 * pass + b.1 * stop)
            }
            mixed.inverse()
            for index in 0..<volume {
                result.pointer[start + index * channels] = mixed.values[index].0 / Float(volume)
            }
        }
        return withExtendedLifetime((low, high)) { result }
    }

    /// The mask with the zero frequency moved from index ⌊N/2⌋ to 0 on every axis.
    private static func unshifted(_ mask: Tensor) -> [Float] {
        let (frames, height, width) = (mask.shape[0], mask.shape[1], mask.shape[2])
        var gains: [Float] = []
        gains.reserveCapacity(mask.count)
        for t in 0..<frames {
            let frame = (t + frames / 2) % frames
            for y in 0..<height {
                let row = (y + height / 2) % height
                for x in 0..<width {
                    gains.append(mask.pointer[(frame * height + row) * width + (x + width / 2) % width])
                }
            }
        }
        return withExtendedLifetime(mask) { gains }
    }
}
