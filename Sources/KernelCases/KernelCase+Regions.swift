import Foundation
import Tensor

extension KernelCase {
    /// Features of `count` boxes of an image `[side, side, C]`, some reaching beyond it, in `bins` × `bins` cells.
    static func regions(_ count: Int, side: Int, channels: Int, bins: Int) -> KernelCase {
        KernelCase(
            name: "regions", shape: "\(count) boxes of \(side)×\(side)×\(channels) in \(bins)×\(bins)",
            operations: 0, bytes: 4 * Double(count * bins * bins * channels), tolerance: 2e-6
        ) {
            let map = Values.tensor([2, side, side, channels], seed: 40)
            let corners = Values.tensor([count, 4], seed: 41, scale: Float(side))
            let regions = (0..<count).map { index in
                let (x, y) = (corners.pointer[4 * index], corners.pointer[4 * index + 1])
                let (width, height) = (
                    abs(corners.pointer[4 * index + 2]), abs(corners.pointer[4 * index + 3])
                )
                return Region(box: SIMD4(x, y, x + width, y + height) * 4, image: index % 2)
            }
            return KernelWork(batch: count) { range in
                regionAlign(
                    Array(regions[range]), in: [PyramidLevel(features: map, scale: 0.25)], bins: bins)
            } reference: { index in
                let (channel, column) = (index % channels, index / channels % bins)
                let (row, region) = (index / channels / bins % bins, index / channels / bins / bins)
                let box = regions[region].box * 0.25 - 0.5
                let down = places(from: box.y, to: box.w, bin: row, of: bins)
                let across = places(from: box.x, to: box.z, bin: column, of: bins)
                let image = regions[region].image * side * side
                let sum = down.reduce(0.0) { sum, y in
                    sum
                        + across.reduce(0.0) { sum, x in
                            sum
                                + bilinear(y, x, side: side) {
                                    map.at((image + $0 * side + $1) * channels + channel)
                                }
                        }
                }
                return sum / Double(max(1, down.count * across.count))
            }
        }
    }

    /// One query a row over keys in two stretches, as a decoder with kept keys and values has them.
    static func scatteredAttention(_ rows: Int, keys: [Int], heads: Int, size: Int) -> KernelCase {
        let width = heads * size
        return KernelCase(
            name: "scattered attention",
            shape: "\(rows) q, \(keys.map(String.init).joined(separator: "+")) kv, \(heads) heads, d \(size)",
            operations: 4 * Double(rows * keys.reduce(0, +) * width), bytes: 0, tolerance: 1e-6
        ) {
            let queries = Values.tensor([rows, width], seed: 42, scale: 2)
            let tables = keys.enumerated().map {
                Values.tensor([rows * $1, 2 * width], seed: 43 + UInt64($0), scale: 2)
            }
            let factor = 1 / Double(size).squareRoot()
            return KernelWork(batch: rows) { range in
                attend(
                    queries[range],
                    range.map { row in
                        zip(tables, keys).map { KeyValueRun($0, first: row * $1, count: $1) }
                    },
                    heads: heads)
            } reference: { index in
                let (row, column) = (index / width, index % width)
                let head = column / size * size
                let sources = zip(tables, keys).flatMap { table, count in
                    (0..<count).map { (table, (row * count + $0) * 2 * width) }
                }
                let scores = sources.map { table, at in
                    factor
                        * (0..<size).reduce(0.0) {
                            $0 + queries.at(row * width + head + $1) * table.at(at + head + $1)
                        }
                }
                return weighted(sources.map { $0.at($1 + width + column) }, scores)
            }
        }
    }
}

/// Sample places of a bin along one axis.
private func places(from start: Float, to end: Float, bin: Int, of bins: Int) -> [Double] {
    let extent = (end - start) / Float(bins)
    let count = Int(extent.rounded(.up))
    return (0..<count).map {
        Double(start) + Double(extent) * (Double(bin) + (Double($0) + 0.5) / Double(count))
    }
}

/// The value between the four cells around (y, x); 0 more than a cell outside.
private func bilinear(_ y: Double, _ x: Double, side: Int, cell: (Int, Int) -> Double) -> Double {
    guard y >= -1, x >= -1, y <= Double(side), x <= Double(side) else { return 0 }
    let (y, x) = (min(max(y, 0), Double(side - 1)), min(max(x, 0), Double(side - 1)))
    let (top, left) = (min(Int(y), max(side - 2, 0)), min(Int(x), max(side - 2, 0)))
    let (down, right) = (y - Double(top), x - Double(left))
    return (1 - down) * ((1 - right) * cell(top, left) + right * cell(top, left + 1))
        + down * ((1 - right) * cell(top + 1, left) + right * cell(top + 1, left + 1))
}

private func attend(_ queries: Tensor, _ runs: [[KeyValueRun]], heads: Int) -> Tensor {
    attention(queries, runs: runs, heads: heads)
}
