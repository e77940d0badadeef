import Tensor

/// The resizing primitives that reference metric code uses, by name. Two that share a kernel still differ:
/// Pillow rounds to bytes between its passes, torch's cubic has a = -0.75 without and -0.5 with antialiasing.
///
/// Source: Pillow `Image.resize`, torch `interpolate` with `align_corners=False` unless said, TensorFlow 1.
public enum Resize: String, Sendable, CaseIterable, Codable {
    case pilBicubic = "pil-bicubic"
    case pilBilinear = "pil-bilinear"
    case torchBilinear = "torch-bilinear"
    case torchBilinearAntialias = "torch-bilinear-antialias"
    case torchBicubic = "torch-bicubic"
    case torchBicubicAntialias = "torch-bicubic-antialias"
    /// `interpolate` with `align_corners=True`: the outermost pixels stay in place.
    case torchBilinearAligned = "torch-bilinear-aligned"
    /// TensorFlow 1's `resize_bilinear`: no offset of half a pixel.
    case tensorFlowBilinear = "tf1-bilinear"
    /// Pillow on float images: its filter without rounding to bytes.
    case pilBicubicFloat = "pil-bicubic-float"

    /// Whether the primitive works on bytes only.
    public var isPillow: Bool { self == .pilBicubic || self == .pilBilinear }

    /// The resized image.
    ///
    /// Pillow's primitives equal Pillow byte for byte. Torch's compute in Float32, clamp to 0…255 and round half
    /// to even, as `interpolate` on a uint8 tensor did before it had an integer path.
    ///
    /// Differs: torch's integer path for antialiased uint8 tensors may give bytes that are 1 off.
    /// - Precondition: the size is positive.
    public func callAsFunction(_ image: RGBImage, width: Int, height: Int) -> RGBImage {
        precondition(width > 0 && height > 0, "resize to \(width)x\(height)")
        if isPillow { return ByteResampler(axisWeights).resize(image, width: width, height: height) }
        return RGBImage(rounding: self(image.tensor, height: height, width: width))
    }

    /// The resized frames, not clamped: cubic kernels overshoot.
    ///
    /// Shapes: `[H, W, C]` or `[F, H, W, C]`, channels-last, to the same rank.
    /// - Precondition: the primitive is none of Pillow's for bytes.
    public func callAsFunction(_ frames: Tensor, height: Int, width: Int) -> Tensor {
        precondition(!isPillow, "\(rawValue) resizes 8-bit images only")
        precondition(frames.rank == 3 || frames.rank == 4, "frames of shape \(frames.shape)")
        precondition(width > 0 && height > 0, "resize to \(width)x\(height)")
        return FloatResampler(axisWeights).resize(frames, height: height, width: width)
    }

    /// Weights along one axis: (input size, output size).
    private var axisWeights: @Sendable (Int, Int) -> AxisWeights {
        switch self {
        case .pilBicubic: { .antialiased(from: $0, to: $1, .cubic(a: -0.5), precision: Double.self) }
        case .pilBilinear: { .antialiased(from: $0, to: $1, .triangle, precision: Double.self) }
        case .torchBilinearAntialias: { .antialiased(from: $0, to: $1, .triangle, precision: Float.self) }
        case .torchBicubicAntialias:
            { .antialiased(from: $0, to: $1, .cubic(a: -0.5), precision: Float.self) }
        case .torchBilinear: { .interpolating(from: $0, to: $1, .triangle) }
        case .torchBilinearAligned: { .interpolating(from: $0, to: $1, .triangle, .alignedCorners) }
        case .tensorFlowBilinear: { .interpolating(from: $0, to: $1, .triangle, .corner) }
        case .pilBicubicFloat:
            { .antialiased(from: $0, to: $1, .cubic(a: -0.5), precision: Double.self) }
        case .torchBicubic: { .interpolating(from: $0, to: $1, .cubic(a: -0.75)) }
        }
    }
}
