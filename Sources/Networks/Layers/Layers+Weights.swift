import Checkpoints
import Tensor

// Layers take their tensors from a scope by the names that state dicts use (`weight`, `bias`).

extension Linear {
    /// `weight` `[output, input]` and, where there is one, `bias` `[output]`.
    /// - Parameter gated: see `Linear.init(weight:bias:gated:)`; the layer then yields `output / 2` columns.
    public convenience init(
        _ scope: WeightScope, input: Int, output: Int, bias: Bool = true, gated: Bool = false
    ) throws {
        self.init(
            weight: try scope.tensor("weight", [output, input]),
            bias: bias ? try scope.tensor("bias", [output]) : nil, gated: gated)
    }

    /// Several layers over the same input as one product; the results stand side by side.
    public convenience init(
        joining scopes: [WeightScope], input: Int, outputEach output: Int, bias: Bool = true
    ) throws {
        self.init(
            weight: .stacked(try scopes.map { try $0.tensor("weight", [output, input]) }),
            bias: bias ? .stacked(try scopes.map { try $0.tensor("bias", [output]) }) : nil)
    }
}

extension Convolution2D {
    /// `weight` `[output, input, kernel, kernel]` and, where there is one, `bias` `[output]`.
    public convenience init(
        _ scope: WeightScope, input: Int, output: Int, kernel: Int, stride: Int = 1, padding: Padding2D,
        bias: Bool = true
    ) throws {
        self.init(
            weight: try scope.tensor("weight", [output, input, kernel, kernel]),
            bias: bias ? try scope.tensor("bias", [output]) : nil, stride: stride, padding: padding)
    }
}

extension Convolution2D {
    /// `weight` `[output, input, height, width]` of a rectangular kernel and, where there is one, `bias` `[output]`.
    public convenience init(
        _ scope: WeightScope, input: Int, output: Int, height: Int, width: Int, stride: Int = 1,
        padding: Padding2D, bias: Bool = true
    ) throws {
        self.init(
            weight: try scope.tensor("weight", [output, input, height, width]),
            bias: bias ? try scope.tensor("bias", [output]) : nil, stride: stride, padding: padding)
    }
}

extension DepthwiseConvolution3D {
    /// `weight` `[channels, 1, 3, 3, 3]` and `bias` `[channels]`.
    public convenience init(_ scope: WeightScope, channels: Int) throws {
        self.init(
            weight: try scope.tensor("weight", [channels, 1, 3, 3, 3]),
            bias: try scope.tensor("bias", [channels]))
    }
}

extension TemporalConvolution {
    /// `weight` `[output, input, 3, 1, 1]` and `bias` `[output]`.
    public convenience init(_ scope: WeightScope, input: Int, output: Int) throws {
        self.init(
            weight: try scope.tensor("weight", [output, input, 3, 1, 1]),
            bias: try scope.tensor("bias", [output]))
    }
}

extension GroupNorm {
    /// `weight` and `bias` `[channels]`.
    public convenience init(_ scope: WeightScope, groups: Int, channels: Int, epsilon: Float) throws {
        self.init(
            groups: groups, epsilon: epsilon, weight: try scope.tensor("weight", [channels]),
            bias: try scope.tensor("bias", [channels]))
    }
}

extension LayerNorm {
    /// `weight` and `bias` `[width]`.
    public convenience init(_ scope: WeightScope, width: Int, epsilon: Float) throws {
        self.init(
            epsilon: epsilon, weight: try scope.tensor("weight", [width]),
            bias: try scope.tensor("bias", [width]))
    }
}
