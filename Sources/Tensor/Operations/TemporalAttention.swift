import Foundation

/// Attention along time at every pixel, optionally with the first frame's 3×3 neighbourhood as extra keys.
///
/// A pixel's queries are its F tokens; keys and values are the same F tokens, followed (when `window` is set) by
/// frame 0's tokens at the 8 neighbours of the pixel, row-major without the centre, edges replicated.
/// Shapes: queries, keys, values and result `[B, F, H, W, D]`; heads are contiguous column blocks, scale 1/√(D/heads).
public func temporalAttention(queries: Tensor, keys: Tensor, values: Tensor, heads: Int, window: Bool)
    -> Tensor
{
    let shape = queries.shape
    precondition(
        shape.count == 5 && keys.shape == shape && values.shape == shape, "temporal attention \(shape)")
    let (frames, height, width, depth) = (shape[1], shape[2], shape[3], shape[4])
    let size = depth / heads
    let factor = 1 / Float(size).squareRoot()
    let result = Tensor(shape)
    let (qs, ks, vs, ys) =
        (
            Elements(queries.pointer), Elements(keys.pointer), Elements(values.pointer),
            Elements(result.pointer)
        )
    let pixels = height * width
    Parallel.forEach(shape[0] * pixels) { task in
        let (video, pixel) = (task / pixels, task % pixels)
        let (row, column) = (pixel / width, pixel % width)
        func token(_ frame: Int, _ pixel: Int) -> Int { ((video * frames + frame) * pixels + pixel) * depth }
        var sources = (0..<frames).map { token($0, pixel) }
        if window {
            for dy in -1...1 {
                for dx in -1...1 where dy != 0 || dx != 0 {
                    let y = min(max(row + dy, 0), height - 1)
                    let x = min(max(column + dx, 0), width - 1)
                    sources.append(token(0, y * width + x))
                }
            }
        }
        for frame in 0..<frames {
            for head in 0..<heads {
                let q = token(frame, pixel) + head * size
                var scores = sources.map { source in
                    var sum: Float = 0
                    for index in 0..<size { sum += qs[q + index] * ks[source + head * size + index] }
                    return sum * factor
                }
                let highest = scores.max()!
                for index in scores.indices { scores[index] = exp(scores[index] - highest) }
                let total = scores.reduce(0, +)
                for index in 0..<size {
                    var sum: Float = 0
                    for (source, score) in zip(sources, scores) {
                        sum += score * vs[source + head * size + index]
                    }
                    ys[q + index] = sum / total
                }
            }
        }
    }
    withExtendedLifetime((queries, keys, values)) {}
    return result
}

/// Rotates the first half of the columns of every token by its frame's angle, in place.
///
/// Column pairs (2m, 2m+1), m < D/4, turn by `frame · frequencies[m]`; the other half passes through.
/// Shapes: tokens `[B, F, …, D]`, frequencies `[D/4]`.
public func rotateByFrame(_ tokens: Tensor, frequencies: Tensor) {
    let (frames, depth) = (tokens.shape[1], tokens.width)
    precondition(frequencies.count == depth / 4, "\(frequencies.count) frequencies for width \(depth)")
    let pixels = tokens.rows / (tokens.shape[0] * frames)
    let (xs, fs) = (Elements(tokens.pointer), Elements(frequencies.pointer))
    Parallel.forEach(tokens.shape[0] * frames) { task in
        let frame = Float(task % frames)
        let turns = (0..<depth / 4).map { (cos(frame * fs[$0]), sin(frame * fs[$0])) }
        for pixel in 0..<pixels {
            let base = (task * pixels + pixel) * depth
            for (pair, (cosine, sine)) in turns.enumerated() {
                let (a, b) = (xs[base + 2 * pair], xs[base + 2 * pair + 1])
                xs[base + 2 * pair] = a * cosine - b * sine
                xs[base + 2 * pair + 1] = a * sine + b * cosine
            }
        }
    }
    withExtendedLifetime((tokens, frequencies)) {}
}
