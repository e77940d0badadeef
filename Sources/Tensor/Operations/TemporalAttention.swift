import CKernels
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
    precondition(shape[4] % heads == 0, "\(shape[4]) columns, \(heads) heads")
    let result = Tensor(shape)
    let job = TemporalAttentionJob(
        tier: Compute.current.tier.rawValue, queries: queries, keys: keys, values: values, result: result,
        heads: heads, window: window)
    Parallel.ranges(shape[0] * shape[2] * shape[3], grain: 8, job.attend)
    return result
}

/// One call of `temporalAttention`.
private struct TemporalAttentionJob: @unchecked Sendable {
    let tier: Int32
    let queries, keys, values, result: Tensor
    let heads: Int
    let window: Bool

    /// Attends at pixels `places`, counted over all videos.
    func attend(_ places: Range<Int>) {
        let shape = queries.shape
        let (frames, height, width, depth) = (shape[1], shape[2], shape[3], shape[4])
        let pixels = height * width
        let size = depth / heads
        let keyCount = frames + (window ? 8 : 0)
        let scratch = TensorStorage(count: ck_temporal_scratch(keyCount, size))
        var keyPointers = [UnsafePointer<Float>?](repeating: nil, count: keyCount)
        var valuePointers = keyPointers
        for place in places {
            let (video, pixel) = (place / pixels, place % pixels)
            func offset(_ frame: Int, _ pixel: Int) -> Int {
                ((video * frames + frame) * pixels + pixel) * depth
            }
            func point(_ index: Int, at offset: Int) {
                keyPointers[index] = UnsafePointer(keys.pointer + offset)
                valuePointers[index] = UnsafePointer(values.pointer + offset)
            }
            for frame in 0..<frames { point(frame, at: offset(frame, pixel)) }
            if window {
                for (index, neighbour) in neighbours(of: pixel, height: height, width: width).enumerated() {
                    point(frames + index, at: offset(0, neighbour))
                }
            }
            keyPointers.withUnsafeBufferPointer { keys in
                valuePointers.withUnsafeBufferPointer { values in
                    var block = ck_temporal_block(
                        queries: queries.pointer + offset(0, pixel), query_stride: pixels * depth,
                        query_count: frames, keys: keys.baseAddress, values: values.baseAddress,
                        key_count: keyCount, heads: heads, size: size, scale: 1 / Float(size).squareRoot(),
                        y: result.pointer + offset(0, pixel), y_stride: pixels * depth, scratch: scratch.base)
                    ck_temporal_attention(tier, &block)
                }
            }
        }
        withExtendedLifetime(scratch) {}
    }

    /// The 8 pixels around `pixel`, row-major, edges replicated.
    private func neighbours(of pixel: Int, height: Int, width: Int) -> [Int] {
        let (row, column) = (pixel / width, pixel % width)
        var result: [Int] = []
        result.reserveCapacity(8)
        for dy in -1...1 {
            for dx in -1...1 where dy != 0 || dx != 0 {
                let y = min(max(row + dy, 0), height - 1)
                result.append(y * width + min(max(column + dx, 0), width - 1))
            }
        }
        return result
    }
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
    let tier = Compute.current.tier.rawValue
    Parallel.forEach(tokens.shape[0] * frames) { task in
        let frame = Float(task % frames)
        let cosines = (0..<depth / 4).map { cos(frame * fs[$0]) }
        let sines = (0..<depth / 4).map { sin(frame * fs[$0]) }
        ck_rotate(tier, xs.base + task * pixels * depth, depth, pixels, depth / 4, cosines, sines)
    }
    withExtendedLifetime((tokens, frequencies)) {}
}
