/// For every output position along one axis, the input positions it reads and their weights.
struct AxisWeights {
    /// Weights stored for each output position; shorter windows are filled up with zeros.
    let width: Int
    /// First input position of each output position; `starts[i] + width` never exceeds the input.
    let starts: [Int]
    /// `starts.count * width` weights.
    let weights: [Double]

    private init(windows: [(start: Int, weights: [Double])], inputSize: Int) {
        let width = windows.map(\.weights.count).max() ?? 0
        var starts: [Int] = []
        var weights: [Double] = []
        for window in windows {
            let start = min(window.start, inputSize - width)
            let leading = window.start - start
            starts.append(start)
            weights += Array(repeating: 0, count: leading) + window.weights
            weights += Array(repeating: 0, count: width - leading - window.weights.count)
        }
        self.width = width
        self.starts = starts
        self.weights = weights
    }

    /// The window grows with the reduction, so that every input sample counts:
    /// centre `(d + 0.5) r`, `r = in / out`, kernel stretched by `max(r, 1)`, weights normalised to sum 1.
    ///
    /// - Parameter precision: of positions and weights, `Double` in Pillow and `Float` in torch.
    static func antialiased<Real: BinaryFloatingPoint>(
        from inputSize: Int, to outputSize: Int, _ filter: ResizeFilter, precision: Real.Type
    ) -> AxisWeights {
        let ratio = Real(inputSize) / Real(outputSize)
        let stretch = max(ratio, 1)
        let support = Real(filter.radius) * stretch
        let inverse = 1 / stretch
        let windows = (0..<outputSize).map { position in
            let centre = (Real(position) + 0.5) * ratio
            let first = max(0, Int(centre - support + 0.5))
            let last = min(inputSize, Int(centre + support + 0.5))
            let weights = (first..<last).map { filter((Real($0) - centre + 0.5) * inverse) }
            let scale = 1 / weights.reduce(0, +)
            return (first, weights.map { Double($0 * scale) })
        }
        return AxisWeights(windows: windows, inputSize: inputSize)
    }

    /// How output positions map to input positions when the window has a fixed size; r = in / out.
    enum Mapping {
        /// `(d + 0.5) r - 0.5`: torch without aligned corners.
        case halfPixel
        /// `d r`: TensorFlow 1.
        case corner
        /// `d (in - 1) / (out - 1)`: torch with aligned corners.
        case alignedCorners

        func callAsFunction(_ position: Int, from inputSize: Int, to outputSize: Int) -> Float {
            switch self {
            case .halfPixel:
                return (Float(position) + 0.5) * (Float(inputSize) / Float(outputSize)) - 0.5
            case .corner: return Float(position) * (Float(inputSize) / Float(outputSize))
            case .alignedCorners:
                return outputSize > 1 ? Float(position) * (Float(inputSize - 1) / Float(outputSize - 1)) : 0
            }
        }
    }

    /// The window has a fixed size whatever the reduction; the triangle's source is clamped at 0, and positions
    /// outside the input count for its border. Computed in Float as torch does: at large positions its rounding moves
    /// the result more than everything else.
    static func interpolating(
        from inputSize: Int, to outputSize: Int, _ filter: ResizeFilter, _ mapping: Mapping = .halfPixel
    ) -> AxisWeights {
        let windows = (0..<outputSize).map { position in
            var source = mapping(position, from: inputSize, to: outputSize)
            if filter == .triangle { source = max(source, 0) }
            let base = Int(source.rounded(.down))
            let fraction = source - Float(base)
            let taps = filter == .triangle ? 0...1 : -1...2
            let inside = taps.map { min(max(base + $0, 0), inputSize - 1) }
            var weights = [Double](repeating: 0, count: inside.last! - inside[0] + 1)
            for (tap, index) in zip(taps, inside) {
                weights[index - inside[0]] += Double(filter(Float(tap) - fraction))
            }
            return (inside[0], weights)
        }
        return AxisWeights(windows: windows, inputSize: inputSize)
    }

    /// The weights in steps of 2^-22, rounded half away from zero, as Pillow stores them.
    var quantised: [Int32] { weights.map { Int32(($0 * 4_194_304).rounded(.toNearestOrAwayFromZero)) } }
}
