import Checkpoints
import Tensor

/// Features for correlation: stem of stride 2, three pairs of bottlenecks, projection; an eighth of the size.
///
/// Shapes: `[B, H, W, 3]` to `[B, H/8, W/8, D]`.
struct AMTFeatureEncoder: Sendable {
    private let stem: NormalizedConvolution
    private let blocks: [AMTBottleneck]
    private let projection: Convolution2D

    init(_ scope: WeightScope, _ config: AMTConfig) throws {
        let widths = config.stageWidths
        stem = try NormalizedConvolution(
            scope("conv1"), norm: scope("norm1"), .instance, input: 3, output: widths[0], kernel: 7, stride: 2
        )
        var blocks: [AMTBottleneck] = []
        for (index, width) in widths.enumerated() {
            let stage = scope("layer\(index + 1)")
            blocks.append(
                try AMTBottleneck(
                    stage(0), input: index == 0 ? width : widths[index - 1], output: width,
                    stride: index == 0 ? 1 : 2))
            blocks.append(try AMTBottleneck(stage(1), input: width, output: width, stride: 1))
        }
        self.blocks = blocks
        projection = try Convolution2D(
            scope("conv2"), input: widths[2], output: config.featureWidth, kernel: 1, padding: .all(0))
    }

    func callAsFunction(_ images: Tensor) -> Tensor {
        projection(blocks.reduce(stem(images, activation: .relu)) { $1($0) })
    }
}

/// `y = relu(shortcut(x) + f(x))`, f being 1×1, 3×3 and 1×1 convolutions, each instance-normalised and rectified.
struct AMTBottleneck: Sendable {
    private let reduction: NormalizedConvolution
    private let middle: NormalizedConvolution
    private let expansion: NormalizedConvolution
    private let shortcut: NormalizedConvolution?

    init(_ scope: WeightScope, input: Int, output: Int, stride: Int) throws {
        let width = output / 4
        func convolution(_ name: String, _ input: Int, _ output: Int, kernel: Int, stride: Int = 1) throws
            -> NormalizedConvolution
        {
            try NormalizedConvolution(
                scope(name), norm: scope(name), .instance, input: input, output: output, kernel: kernel,
                stride: stride)
        }
        reduction = try convolution("conv1", input, width, kernel: 1)
        middle = try convolution("conv2", width, width, kernel: 3, stride: stride)
        expansion = try convolution("conv3", width, output, kernel: 1)
        shortcut =
            stride == 1
            ? nil
            : try NormalizedConvolution(
                scope("downsample")(0), norm: scope("downsample"), .instance, input: input, output: output,
                kernel: 1, stride: stride)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let h = middle(reduction(x, activation: .relu), activation: .relu)
        return expansion(h, activation: .relu, residual: shortcut?(x) ?? x)
    }
}

/// Features for the decoders at 1/2, 1/4, 1/8 and 1/16 of the size.
struct AMTPyramidEncoder: Sendable {
    private let levels: [[Convolution2D]]

    init(_ scope: WeightScope, _ config: AMTConfig) throws {
        levels = try config.pyramidWidths.enumerated().map { index, width in
            let level = scope("pyramid\(index + 1)")
            let input = index == 0 ? 3 : config.pyramidWidths[index - 1]
            return [
                try Convolution2D(leaking: level(0), input: input, output: width, stride: 2),
                try Convolution2D(leaking: level(1), input: width, output: width),
            ]
        }
    }

    /// `[B, H, W, 3]` to four maps, the largest first.
    func callAsFunction(_ images: Tensor) -> [Tensor] {
        var maps: [Tensor] = []
        for level in levels { maps.append(level.reduce(maps.last ?? images) { $1($0) }) }
        return maps
    }
}
