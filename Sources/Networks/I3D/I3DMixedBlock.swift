import Checkpoints
import Tensor

/// An inflated inception block: four branches side by side.
///
/// `b0` 1×1×1; `b1a` 1×1×1 then `b1b` 3×3×3; `b2a` 1×1×1 then `b2b` 3×3×3; a 3×3×3 max pool then `b3b` 1×1×1.
struct I3DMixedBlock: Sendable {
    /// Channels of the six convolutions in the order b0, b1a, b1b, b2a, b2b, b3b.
    struct Widths: Sendable {
        let b0, b1a, b1b, b2a, b2b, b3b: Int

        init(_ b0: Int, _ b1a: Int, _ b1b: Int, _ b2a: Int, _ b2b: Int, _ b3b: Int) {
            (self.b0, self.b1a, self.b1b) = (b0, b1a, b1b)
            (self.b2a, self.b2b, self.b3b) = (b2a, b2b, b3b)
        }

        var output: Int { b0 + b1b + b2b + b3b }

        func scaled(by config: I3DConfig) -> Widths {
            Widths(
                config.width(b0), config.width(b1a), config.width(b1b), config.width(b2a), config.width(b2b),
                config.width(b3b))
        }
    }

    private let b0, b1a, b1b, b2a, b2b, b3b: ConvolutionUnit3D
    private let output: Int

    init(_ scope: WeightScope, input: Int, _ widths: Widths, epsilon: Double) throws {
        func unit(_ name: String, _ input: Int, _ output: Int, kernel: Int = 1) throws -> ConvolutionUnit3D {
            try ConvolutionUnit3D(
                scope(name), input: input, output: output, kernel: kernel, epsilon: epsilon)
        }
        b0 = try unit("b0", input, widths.b0)
        b1a = try unit("b1a", input, widths.b1a)
        b1b = try unit("b1b", widths.b1a, widths.b1b, kernel: 3)
        b2a = try unit("b2a", input, widths.b2a)
        b2b = try unit("b2b", widths.b2a, widths.b2b, kernel: 3)
        b3b = try unit("b3b", input, widths.b3b)
        output = widths.output
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        let result = Tensor(x.shape.dropLast() + [output])
        b0(x, into: result, column: 0)
        b1b(b1a(x), into: result, column: b0.outputChannels)
        b2b(b2a(x), into: result, column: b0.outputChannels + b1b.outputChannels)
        let pooled = x.pooled(.maximum, VolumeWindow(kernel: .all(3), padding: .same))
        b3b(pooled, into: result, column: output - b3b.outputChannels)
        return result
    }
}
