import Checkpoints
import Tensor

/// RAFT's frame encoder: stem of stride 2, three stages of two residual blocks, projection.
///
/// Shapes: `[B, H, W, 3]` to `[B, H/n, W/n, output]`, n the product of all strides, 8 as published.
struct RAFTEncoder: Sendable {
    private let stem: NormalizedConvolution
    private let blocks: [RAFTResidualBlock]
    private let projection: Convolution2D

    init(
        _ scope: WeightScope, widths: [Int], strides: [Int], output: Int,
        normalization: ConvolutionNormalization
    ) throws {
        stem = try NormalizedConvolution(
            scope("conv1"), norm: scope("norm1"), normalization, input: 3, output: widths[0], kernel: 7,
            stride: 2)
        var blocks: [RAFTResidualBlock] = []
        for (index, width) in widths.enumerated() {
            let stage = scope("layer\(index + 1)")
            blocks.append(
                try RAFTResidualBlock(
                    stage(0), normalization, input: index == 0 ? width : widths[index - 1], output: width,
                    stride: strides[index]))
            blocks.append(
                try RAFTResidualBlock(stage(1), normalization, input: width, output: width, stride: 1))
        }
        self.blocks = blocks
        projection = try Convolution2D(
            scope("conv2"), input: widths[2], output: output, kernel: 1, padding: .all(0))
    }

    func callAsFunction(_ images: Tensor) -> Tensor {
        projection(blocks.reduce(stem(images, activation: .relu)) { $1($0) })
    }
}

/// `y = relu(shortcut(x) + relu(norm(conv2(relu(norm(conv1(x)))))))`; the shortcut of a block that changes size or width is
/// a normalised 1×1 convolution.
struct RAFTResidualBlock: Sendable {
    private let first: NormalizedConvolution
    private let second: NormalizedConvolution
    private let shortcut: NormalizedConvolution?

    init(
        _ scope: WeightScope, _ normalization: ConvolutionNormalization, input: Int, output: Int, stride: Int
    ) throws {
        first = try NormalizedConvolution(
            scope("conv1"), norm: scope("norm1"), normalization, input: input, output: output, kernel: 3,
            stride: stride)
        second = try NormalizedConvolution(
            scope("conv2"), norm: scope("norm2"), normalization, input: output, output: output, kernel: 3,
            stride: 1)
        guard stride > 1 || input != output else {
            shortcut = nil
            return
        }
        shortcut = try NormalizedConvolution(
            scope("downsample")(0), norm: scope("downsample")(1), normalization, input: input,
            output: output, kernel: 1, stride: stride)
        // The shortcut's norm is listed a second time.
        for name in ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"] {
            scope("norm3").ignore(name)
        }
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        second(first(x, activation: .relu), activation: .relu, residual: shortcut?(x) ?? x)
    }
}
