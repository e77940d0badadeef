import Media

/// A way to spoil a clip, by degrees, of which some metric should take notice.
public enum ClipCorruption: String, Sendable, CaseIterable, Codable {
    /// Independent noise in every frame, standard deviation up to 60 levels.
    case noise
    /// Every frame smoothed, standard deviation up to 2.8 pixels.
    case blur
    /// Every frame but the first shifted by up to 8 pixels, at random.
    case jitter
    /// Some frames, up to all, in another order.
    case shuffle
    /// The last frames, up to all but the first, repeat the one before them.
    case freeze
    /// The last frames, up to all but the first, are those of another clip.
    case subjectSwap = "subject swap"
    /// Some clips, up to all, have the words of another clip.
    case captionSwap = "caption swap"

    /// The frames of a clip, spoilt.
    ///
    /// A pure function of its arguments, alike on every machine. `captionSwap` leaves frames alone.
    ///
    /// - Parameter degree: 0 (nothing) to 1.
    /// - Parameter other: the clip that `subjectSwap` takes frames from; as long and large as `frames`.
    /// - Parameter seed: of the random choices.
    public func applied(
        to frames: [RGBImage], degree: Double, other: [RGBImage], seed: UInt64
    ) -> [RGBImage] {
        precondition((0...1).contains(degree), "degree \(degree)")
        guard degree > 0, !frames.isEmpty else { return frames }
        var random = DemoRandom(rawValue, seed: seed)
        let spoilt = Int((degree * Double(frames.count - 1)).rounded())
        switch self {
        case .noise: return frames.map { $0.noisy(deviation: 60 * degree, random: &random) }
        case .blur: return frames.map { $0.smoothed(passes: Int((16 * degree).rounded())) }
        case .jitter:
            let reach = Int((8 * degree).rounded())
            return frames.enumerated().map { index, frame in
                let (right, down) = (
                    random.below(2 * reach + 1) - reach, random.below(2 * reach + 1) - reach
                )
                return index == 0 ? frame : frame.shifted(right: right, down: down)
            }
        case .shuffle: return Self.reordered(frames, degree: degree, random: &random)
        case .freeze:
            let kept = frames.count - spoilt
            return (0..<frames.count).map { frames[min($0, kept - 1)] }
        case .subjectSwap:
            let kept = frames.count - spoilt
            return (0..<frames.count).map { $0 < kept ? frames[$0] : other[$0] }
        case .captionSwap: return frames
        }
    }

    /// Whether `captionSwap` gives clip `number` of `count` the words of another; the share of such clips is the degree.
    public static func swapsCaption(ofClip number: Int, of count: Int, degree: Double) -> Bool {
        Double(number) < degree * Double(count)
    }

    /// A random choice of frames, each of which ends where another one of them was.
    private static func reordered(
        _ frames: [RGBImage], degree: Double, random: inout DemoRandom
    ) -> [RGBImage] {
        var places = Array(frames.indices)
        for index in places.indices.reversed() { places.swapAt(index, random.below(index + 1)) }
        let moved = Array(places.prefix(max(2, Int((degree * Double(frames.count)).rounded()))))
        var result = frames
        for (index, place) in moved.enumerated() {
            result[place] = frames[moved[(index + 1) % moved.count]]
        }
        return result
    }
}

extension RGBImage {
    /// A picture of independent, evenly spread bytes; a pure function of its arguments.
    public static func uniformNoise(width: Int, height: Int, seed: UInt64) -> RGBImage {
        var random = DemoRandom("uniform noise", seed: seed)
        return RGBImage(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8(random.below(256)) })
    }

    /// The sum of twelve uniform draws is as good as normal, and alike on every machine.
    fileprivate func noisy(deviation: Double, random: inout DemoRandom) -> RGBImage {
        var result = self
        for index in result.pixels.indices {
            var sum = -6.0
            for _ in 0..<12 { sum += random.unit() }
            let level = (Double(pixels[index]) + deviation * sum + 0.5).rounded(.down)
            result.pixels[index] = UInt8(min(255, max(0, level)))
        }
        return result
    }

    /// Passes of the weights ¼, ½, ¼ down and across; each adds half a squared pixel of variance. Edges are repeated.
    fileprivate func smoothed(passes: Int) -> RGBImage {
        var levels = pixels.map(Double.init)
        for _ in 0..<passes {
            for (step, length) in [(3, width), (3 * width, height)] {
                let before = levels
                for index in levels.indices {
                    let place = index / step % length
                    let previous = before[place == 0 ? index : index - step]
                    let next = before[place == length - 1 ? index : index + step]
                    levels[index] = 0.25 * previous + 0.5 * before[index] + 0.25 * next
                }
            }
        }
        var result = self
        for index in levels.indices { result.pixels[index] = UInt8((levels[index] + 0.5).rounded(.down)) }
        return result
    }

    /// The picture moved; its edges are repeated where nothing was.
    fileprivate func shifted(right: Int, down: Int) -> RGBImage {
        var result = self
        for row in 0..<height {
            for column in 0..<width {
                let source =
                    min(max(row - down, 0), height - 1) * width + min(max(column - right, 0), width - 1)
                for channel in 0..<3 {
                    result.pixels[(row * width + column) * 3 + channel] = pixels[source * 3 + channel]
                }
            }
        }
        return result
    }
}
