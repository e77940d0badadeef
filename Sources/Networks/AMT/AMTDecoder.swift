import Checkpoints
import Tensor

/// A decoder: 3×3 convolution, residual block, transposed convolution to twice the size.
struct AMTDecoder: Sendable {
    private let entry: Convolution2D
    private let block: AMTResidualBlock
    private let exit: TransposedConvolution2D

    init(_ scope: WeightScope, input: Int, width: Int, output: Int, side: Int) throws {
        let layers = scope("convblock")
        entry = try Convolution2D(leaking: layers(0), input: input, output: width)
        block = try AMTResidualBlock(layers(1), width: width, side: side)
        exit = TransposedConvolution2D(
            weight: try layers(2).tensor("weight", [width, output, 4, 4]),
            bias: try layers(2).tensor("bias", [output]))
    }

    func callAsFunction(_ x: Tensor) -> Tensor { exit(block(entry(x))) }
}

/// Five 3×3 convolutions, the second and fourth on the last channels alone; `y = leak(x + result)`.
struct AMTResidualBlock: Sendable {
    private let convolutions: [Convolution2D]
    private let start: Int

    init(_ scope: WeightScope, width: Int, side: Int) throws {
        start = width - side
        convolutions = [
            try Convolution2D(leaking: scope("conv1"), input: width, output: width),
            try Convolution2D(leaking: scope("conv2"), input: side, output: side),
            try Convolution2D(leaking: scope("conv3"), input: width, output: width),
            try Convolution2D(leaking: scope("conv4"), input: side, output: side),
            Convolution2D(
                weight: try scope("conv5").tensor("weight", [width, width, 3, 3]),
                bias: try scope("conv5").tensor("bias", [width]), padding: .all(1),
                slopes: try scope("prelu").tensor("weight", [width])),
        ]
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        var h = x
        for pair in [0, 2] {
            h = convolutions[pair](h)
            h.overwriteColumns(from: start, with: convolutions[pair + 1](h.columns(start..<h.width)))
        }
        return convolutions[4](h, residual: x)
    }
}
