import Tensor

/// Classifier-free guidance on text and image.
///
/// | mode | copies (text, first frame) | prediction |
/// | --- | --- | --- |
/// | none | (prompt, image) | e |
/// | text | (negative, image), (prompt, image) | `e_u + s_t (e_t - e_u)` |
/// | both | (negative, noise), (negative, image), (prompt, image) | `e_u + s_i (e_i - e_u) + s_t (e_b - e_i)` |
///
/// Source: arXiv 2402.04324 section 5; released pipeline.
public struct Guidance: Sendable, Hashable {
    public enum Mode: Sendable { case none, text, both }

    public var text: Double
    public var image: Double
    /// φ of `e ← φ·e·std(e_t)/std(e) + (1-φ)·e` (arXiv 2305.08891 section 3.4); text mode only.
    public var rescale: Double

    public init(text: Double, image: Double = 1, rescale: Double = 0) {
        (self.text, self.image, self.rescale) = (text, image, rescale)
    }

    /// Image guidance above 1 asks for all three copies, whatever the text scale.
    public var mode: Mode { image > 1 ? .both : text > 1 ? .text : .none }

    /// The guided prediction from the copies `[copies, …]`, in the table's order: `[1, …]`.
    public func combine(_ predictions: Tensor) -> Tensor {
        func copy(_ index: Int) -> Tensor { predictions[index..<index + 1] }
        let (textScale, imageScale) = (Float(text), Float(image))
        switch mode {
        case .none:
            return predictions
        case .text:
            let guided = copy(0).combined(copy(1)) { $0 + textScale * ($1 - $0) }
            return rescale > 0 ? rescaled(guided, toward: copy(1)) : guided
        case .both:
            let towardImage = copy(0).combined(copy(1)) { $0 + imageScale * ($1 - $0) }
            return towardImage + copy(1).combined(copy(2)) { textScale * ($1 - $0) }
        }
    }

    private func rescaled(_ guided: Tensor, toward reference: Tensor) -> Tensor {
        let ratio = Float(Self.standardDeviation(reference) / Self.standardDeviation(guided))
        let (weight, rest) = (Float(rescale), Float(1 - rescale))
        return guided.mapped { weight * ($0 * ratio) + rest * $0 }
    }

    /// With the n-1 divisor, over all elements, summed in order in Double.
    private static func standardDeviation(_ tensor: Tensor) -> Double {
        tensor.withElements { elements in
            let mean = elements.reduce(0.0) { $0 + Double($1) } / Double(elements.count)
            let squares = elements.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
            return (squares / Double(elements.count - 1)).squareRoot()
        }
    }
}
