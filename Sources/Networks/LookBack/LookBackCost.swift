/// Floating-point operations of one forward of the look-back U-Net for one video, two per multiply-add, matrix products
/// and convolutions only. Every term is linear in the frames.
public struct LookBackCost: Sendable, Hashable {
    /// Convolutions and linear layers of the image model on every frame.
    public private(set) var imageModel = 0.0
    /// The products `QKᵀ` and `PV` of its attentions.
    public private(set) var attention = 0.0
    /// Look-back modules.
    public private(set) var lookBack = 0.0
    /// What of `imageModel` only repeats earlier work: the prompt projected for every frame.
    public private(set) var repeated = 0.0

    public var total: Double { imageModel + attention + lookBack }
    /// Without the repetitions.
    public var necessary: Double { total - repeated }

    private typealias Size = (height: Int, width: Int)

    private let config: LookBackConfig
    private let frames: Double
    private let tokens: Double

    /// - Parameters:
    ///   - height: latent height.
    ///   - width: latent width.
    ///   - tokens: text tokens.
    public init(_ config: LookBackConfig, height: Int, width: Int, frames: Int = 16, tokens: Int = 77) {
        (self.config, self.frames, self.tokens) = (config, Double(frames), Double(tokens))
        let widths = config.blockOutChannels
        var size = (height: height, width: width)
        var sizes = [size]
        addConvolution(config.inChannels, widths[0], taps: 9, size)
        imageModel += 2 * Double(widths[0] * 4 * widths[0] + 16 * widths[0] * widths[0])
        for level in widths.indices {
            for layer in 0..<config.layersPerBlock {
                let input = layer == 0 ? widths[max(level - 1, 0)] : widths[level]
                addLayer(input: input, output: widths[level], level: level, size)
            }
            if level < widths.count - 1 {
                size = ((size.height + 1) / 2, (size.width + 1) / 2)
                sizes.append(size)
                addConvolution(widths[level], widths[level], taps: 9, size)
            }
        }
        let deepest = widths[widths.count - 1]
        addResidual(input: deepest, output: deepest, size)
        addTransformer(deepest, size)
        addResidual(input: deepest, output: deepest, size)
        for level in widths.indices.reversed() {
            for layer in 0...config.layersPerBlock {
                let skip = layer == config.layersPerBlock ? widths[max(level - 1, 0)] : widths[level]
                let before = layer == 0 ? widths[min(level + 1, widths.count - 1)] : widths[level]
                addLayer(input: before + skip, output: widths[level], level: level, sizes[level])
            }
            if level > 0 { addConvolution(widths[level], widths[level], taps: 9, sizes[level - 1]) }
        }
        addConvolution(widths[0], config.outChannels, taps: 9, sizes[0])
    }

    private mutating func addLayer(input: Int, output: Int, level: Int, _ size: Size) {
        addResidual(input: input, output: output, size)
        if level < config.blockOutChannels.count - 1 { addTransformer(output, size) }
    }

    /// A residual block and the module behind it.
    private mutating func addResidual(input: Int, output: Int, _ size: Size) {
        addConvolution(input, output, taps: 9, size)
        addConvolution(output, output, taps: 9, size)
        if input != output { addConvolution(input, output, taps: 1, size) }
        imageModel += 2 * Double(4 * config.blockOutChannels[0] * output)
        addLookBack(output, size)
    }

    /// A transformer and the module behind it.
    private mutating func addTransformer(_ channels: Int, _ size: Size) {
        let (pixels, square) = (Double(size.height * size.width), Double(channels * channels))
        imageModel += 2 * frames * pixels * square * 20
        attention += 4 * frames * pixels * (pixels + tokens) * Double(channels)
        let text = 2 * tokens * Double(config.crossAttentionDim * channels) * 2
        imageModel += frames * text
        repeated += (frames - 1) * text
        addLookBack(channels, size)
    }

    private mutating func addLookBack(_ channels: Int, _ size: Size) {
        let taps = config.lookBackKernel * config.lookBackKernel
        lookBack += operations(config.lookBackDepth * channels, channels, taps: taps, size)
        lookBack += operations(channels, channels, taps: 1, size) + operations(1, channels, taps: 27, size)
    }

    private mutating func addConvolution(_ input: Int, _ output: Int, taps: Int, _ size: Size) {
        imageModel += operations(input, output, taps: taps, size)
    }

    /// Of a convolution of all frames whose result has the given size.
    private func operations(_ input: Int, _ output: Int, taps: Int, _ size: Size) -> Double {
        2 * frames * Double(size.height * size.width) * Double(taps * input * output)
    }
}
