/// Floating-point operations of one U-Net forward of one video, two per multiply-add.
///
/// Counted from the configuration as the released code executes it (`reference`), repeated projections included,
/// as this network does (`necessary`), and as the profiler counts whose numbers the paper prints (`profiled`).
public struct ConsistI2VCost: Sendable, Hashable {
    /// Linear layers and convolutions as the released code executes them.
    public private(set) var reference = 0.0
    /// The products `QKᵀ` and `PV` of all attentions.
    public private(set) var attention = 0.0
    /// What of `reference` only repeats earlier work.
    public private(set) var repeated = 0.0
    /// Normalisations at five operations an element, activations and biases of convolutions at one.
    public private(set) var elementwise = 0.0

    /// All matrix products of the released code.
    public var total: Double { reference + attention }
    /// All matrix products without the repetitions.
    public var necessary: Double { total - repeated }
    /// Matrix products without those of fused attention, which a module profiler does not see, and element-wise work.
    ///
    /// Source: the convention of DeepSpeed's profiler; for the published model within 0.06 % of arXiv 2402.04324,
    /// table 3.
    public var profiled: Double { reference + elementwise }

    /// - Parameters:
    ///   - height: latent height.
    ///   - width: latent width.
    ///   - tokens: text tokens.
    public init(
        _ config: ConsistI2VConfig, height: Int, width: Int, frames: Int = 16, tokens: Int = 77,
        conditioning: FirstFrameConditioning = FirstFrameConditioning()
    ) {
        let counter = UNetCounter(
            config: config, frames: Double(frames), tokens: Double(tokens), conditioning: conditioning)
        let widths = config.blockOutChannels
        var size = (height: height, width: width)
        var sizes = [size]
        addConvolution(counter, config.inChannels, widths[0], 9, size)
        elementwise += 2 * 4 * Double(widths[0])
        add(2 * 2 * Double(widths[0] * 4 * widths[0] + 16 * widths[0] * widths[0]))
        for level in widths.indices {
            for layer in 0..<config.layersPerBlock {
                let input = layer == 0 ? widths[max(level - 1, 0)] : widths[level]
                addLayer(counter, input: input, output: widths[level], level: level, size: size)
            }
            if level < widths.count - 1 {
                size = ((size.height + 1) / 2, (size.width + 1) / 2)
                sizes.append(size)
                addConvolution(counter, widths[level], widths[level], 9, size)
            }
        }
        let deepest = widths[widths.count - 1]
        addResidual(counter, input: deepest, output: deepest, size: size)
        addSpatial(counter, channels: deepest, size: size)
        addResidual(counter, input: deepest, output: deepest, size: size)
        for level in widths.indices.reversed() {
            for layer in 0...config.layersPerBlock {
                let skip = layer == config.layersPerBlock ? widths[max(level - 1, 0)] : widths[level]
                let before = layer == 0 ? widths[min(level + 1, widths.count - 1)] : widths[level]
                addLayer(
                    counter, input: before + skip, output: widths[level], level: level, size: sizes[level])
            }
            if level > 0 { addConvolution(counter, widths[level], widths[level], 9, sizes[level - 1]) }
        }
        elementwise += 6 * counter.elements(widths[0], sizes[0])
        addConvolution(counter, widths[0], config.outChannels, 9, sizes[0])
    }

    private typealias Size = (height: Int, width: Int)

    private mutating func add(_ operations: Double) { reference += operations }

    private mutating func addConvolution(
        _ counter: UNetCounter, _ input: Int, _ output: Int, _ taps: Int, _ size: Size
    ) {
        add(counter.convolution(input, output, taps, size))
        elementwise += counter.elements(output, size)
    }

    private mutating func addLayer(_ counter: UNetCounter, input: Int, output: Int, level: Int, size: Size) {
        addResidual(counter, input: input, output: output, size: size)
        guard level < counter.config.blockOutChannels.count - 1 else { return }
        addSpatial(counter, channels: output, size: size)
        addTemporal(counter, channels: output, size: size)
    }

    private mutating func addResidual(_ counter: UNetCounter, input: Int, output: Int, size: Size) {
        addConvolution(counter, input, output, 9, size)
        addConvolution(counter, output, output, 9, size)
        if input != output { addConvolution(counter, input, output, 1, size) }
        let embedding = Double(4 * counter.config.blockOutChannels[0])
        add(2 * counter.frames * embedding * Double(output))
        for _ in 0..<2 { addConvolution(counter, output, output, 3, size) }
        // Norm and SiLU before each of the four convolutions, SiLU of the embedding of every frame.
        elementwise += 6 * counter.elements(input + 3 * output, size) + counter.frames * embedding
    }

    private mutating func addSpatial(_ counter: UNetCounter, channels: Int, size: Size) {
        let (pixels, square, frames) = (
            Double(size.height * size.width), Double(channels * channels), counter.frames
        )
        let keys = counter.conditioning.spatial ? 2 * pixels : pixels
        add(2 * frames * pixels * square * 18)
        add(2 * frames * keys * square * 2)
        attention += 4 * frames * pixels * (keys + counter.tokens) * Double(channels)
        if counter.conditioning.spatial { repeated += 2 * frames * pixels * square * 2 }
        elementwise += counter.transformerElements(channels, size)
        let text = 2 * counter.tokens * Double(counter.config.crossAttentionDim * channels) * 2
        add(frames * text)
        repeated += (frames - 1) * text
    }

    private mutating func addTemporal(_ counter: UNetCounter, channels: Int, size: Size) {
        let (pixels, square, frames) = (
            Double(size.height * size.width), Double(channels * channels), counter.frames
        )
        let keys = counter.conditioning.temporal ? frames + 8 : frames
        add(2 * frames * pixels * square * 18)
        add(2 * keys * pixels * square * 2)
        attention += 4 * frames * pixels * (keys + counter.tokens) * Double(channels)
        if counter.conditioning.temporal { repeated += 2 * 8 * pixels * square * 2 }
        elementwise += counter.transformerElements(channels, size)
        let text = 2 * counter.tokens * Double(counter.config.crossAttentionDim * channels) * 2
        add(pixels * text)
        repeated += (pixels - 1) * text
    }
}

/// The sizes that every count needs.
private struct UNetCounter {
    let config: ConsistI2VConfig
    let frames: Double
    let tokens: Double
    let conditioning: FirstFrameConditioning

    /// A convolution with `taps` kernel positions whose result has the given size.
    func convolution(_ input: Int, _ output: Int, _ taps: Int, _ size: (height: Int, width: Int)) -> Double {
        2 * frames * Double(size.height * size.width * taps * input * output)
    }

    /// Elements of a map of all frames.
    func elements(_ channels: Int, _ size: (height: Int, width: Int)) -> Double {
        frames * Double(size.height * size.width * channels)
    }

    /// Four normalisations of the width of a transformer, and GELU of four times the width.
    func transformerElements(_ channels: Int, _ size: (height: Int, width: Int)) -> Double {
        (4 * 5 + 4) * elements(channels, size)
    }
}
