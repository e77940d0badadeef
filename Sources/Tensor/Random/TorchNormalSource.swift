import Foundation

/// The normal stream of `torch.manual_seed(seed)` followed by `torch.randn(n)` calls on the CPU, float32.
///
/// A draw of fewer than 16 numbers is a scalar Box-Muller transform in double precision, whose second normal is
/// kept for the next small draw. A larger one first fills itself with 24-bit uniforms and turns each block of
/// 16 (`u` in the first half, `v` in the second) into `√(-2 ln(1 - u)) · cos 2πv` and `· sin 2πv`; when the
/// count is no multiple of 16, the last 16 numbers are drawn anew and overwrite the tail.
///
///     ATEN_CPU_CAPABILITY=default python -c "import torch; torch.manual_seed(42); print(torch.randn(5)); \
///         torch.manual_seed(42); print(torch.randn(17)[:5])"
///     tensor([ 0.3367,  0.1288,  0.2345,  0.2303, -1.1229])
///     tensor([ 1.9269, -0.1596, -0.4974,  0.4396, -0.7581])
///
/// Differs: bit-exact with PyTorch's scalar kernels, which the variable above selects. Its AVX2 kernels use
/// polynomials for logarithm, sine and cosine; the same draws differ from these by up to 2.5e-6 there.
public struct TorchNormalSource: NormalSource, Sendable {
    private var generator: MersenneTwister
    private var spare: Double?

    public init(seed: UInt64) { generator = MersenneTwister(seed: seed) }

    public mutating func normals(_ count: Int) -> [Float] {
        guard count >= 16 else { return (0..<count).map { _ in scalar() } }
        var numbers = (0..<count).map { _ in uniform24() }
        for start in stride(from: 0, through: count - 16, by: 16) {
            Self.transform(&numbers, from: start)
        }
        if count % 16 != 0 {
            let start = count - 16
            for index in start..<count { numbers[index] = uniform24() }
            Self.transform(&numbers, from: start)
        }
        return numbers
    }

    /// Integers in `0 ..< bound` by rejection, unbiased; each attempt takes one word of the stream.
    public mutating func integer(below bound: UInt32) -> UInt32 {
        precondition(bound > 0, "no integer lies below 0")
        let limit = UInt32.max - (UInt32.max % bound + 1) % bound
        while true {
            let word = generator.nextWord()
            if word <= limit { return word % bound }
        }
    }

    private mutating func uniform24() -> Float {
        Float(generator.nextWord() & 0xFF_FFFF) * 0x1p-24
    }

    private mutating func uniform53() -> Double {
        Double(generator.next() & (1 << 53 - 1)) * 0x1p-53
    }

    private mutating func scalar() -> Float {
        if let kept = spare {
            spare = nil
            return Float(kept)
        }
        let (angle, magnitude) = (uniform53() * 2 * Double.pi, uniform53())
        let radius = (-2 * log1p(-magnitude)).squareRoot()
        spare = radius * sin(angle)
        return Float(radius * cos(angle))
    }

    private static func transform(_ numbers: inout [Float], from start: Int) {
        for index in start..<start + 8 {
            let radius = (-2 * logf(1 - numbers[index])).squareRoot()
            let angle = Float(2 * Double.pi * Double(numbers[index + 8]))
            numbers[index] = radius * cosf(angle)
            numbers[index + 8] = radius * sinf(angle)
        }
    }
}
