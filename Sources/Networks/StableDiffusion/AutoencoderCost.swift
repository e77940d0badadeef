/// Floating-point operations of the VAE for one image, all matrix products, two per multiply-add, counted from the
/// configuration.
public struct AutoencoderCost: Sendable, Hashable {
    /// Image to latent.
    public let encode: Double
    /// Latent to image.
    public let decode: Double

    /// - Parameters:
    ///   - height: of the image.
    ///   - width: of the image.
    public init(_ config: AutoencoderConfig, height: Int, width: Int) {
        let widths = config.blockOutChannels
        let deepest = widths[widths.count - 1]
        let pixels = widths.indices.map { Double((height >> $0) * (width >> $0)) }
        let latent = pixels[widths.count - 1]
        let middle = 2 * Self.residual(deepest, deepest, latent) + Self.attention(deepest, latent)
        var encode = Self.convolution(config.inChannels, widths[0], 9, pixels[0]) + middle
        for level in widths.indices {
            let input = widths[max(level - 1, 0)]
            encode += Self.residual(input, widths[level], pixels[level])
            encode +=
                Double(config.layersPerBlock - 1)
                * Self.residual(widths[level], widths[level], pixels[level])
            if level < widths.count - 1 {
                encode += Self.convolution(widths[level], widths[level], 9, pixels[level + 1])
            }
        }
        let moments = 2 * config.latentChannels
        self.encode =
            encode + Self.convolution(deepest, moments, 9, latent)
            + Self.convolution(moments, moments, 1, latent)
        var decode =
            Self.convolution(config.latentChannels, config.latentChannels, 1, latent)
            + Self.convolution(config.latentChannels, deepest, 9, latent) + middle
        for level in widths.indices.reversed() {
            let input = widths[min(level + 1, widths.count - 1)]
            decode += Self.residual(input, widths[level], pixels[level])
            decode +=
                Double(config.layersPerBlock) * Self.residual(widths[level], widths[level], pixels[level])
            if level > 0 { decode += Self.convolution(widths[level], widths[level], 9, pixels[level - 1]) }
        }
        self.decode = decode + Self.convolution(widths[0], config.outChannels, 9, pixels[0])
    }

    private static func convolution(_ input: Int, _ output: Int, _ taps: Int, _ pixels: Double) -> Double {
        2 * pixels * Double(taps * input * output)
    }

    private static func residual(_ input: Int, _ output: Int, _ pixels: Double) -> Double {
        convolution(input, output, 9, pixels) + convolution(output, output, 9, pixels)
            + (input == output ? 0 : convolution(input, output, 1, pixels))
    }

    private static func attention(_ channels: Int, _ pixels: Double) -> Double {
        4 * convolution(channels, channels, 1, pixels) + 4 * pixels * pixels * Double(channels)
    }
}
