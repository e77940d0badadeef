import Foundation
import Tensor

/// A point of a frame in pixels: (0, 0) is the frame's upper left corner, pixel centres lie at halves.
public struct FramePoint: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
}

/// A projective map of the plane, `(x, y) → ((a x + b y + c) / w, (d x + e y + f) / w)`, `w = g x + h y + 1`.
package struct Homography: Sendable {
    /// a … h.
    private let coefficients: [Double]

    /// The map that takes four points to four others; nil where there is none (three points on a line).
    ///
    /// Two linear equations a point, solved by elimination with pivoting.
    package init?(from sources: [FramePoint], to targets: [FramePoint]) {
        precondition(sources.count == 4 && targets.count == 4, "four points decide a homography")
        var rows: [[Double]] = []
        for (p, q) in zip(sources, targets) {
            rows.append([p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x, q.x])
            rows.append([0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y, q.y])
        }
        guard let solution = Self.solve(&rows) else { return nil }
        coefficients = solution
    }

    /// `w` at a point; points with another sign than the key points lie behind the camera.
    func depth(at point: FramePoint) -> Double {
        coefficients[6] * point.x + coefficients[7] * point.y + 1
    }

    package func callAsFunction(_ point: FramePoint) -> FramePoint {
        let (c, w) = (coefficients, depth(at: point))
        return FramePoint(
            x: (c[0] * point.x + c[1] * point.y + c[2]) / w, y: (c[3] * point.x + c[4] * point.y + c[5]) / w)
    }

    /// An image `[H, W, C]` seen through the map, `[1, H, W, C]`: each pixel shows the bilinear value at the place
    /// that the map gives for its centre. What lies beyond the border looks like the border.
    package func warped(_ image: Tensor) -> Tensor {
        let (height, width, channels) = (image.shape[0], image.shape[1], image.shape[2])
        let result = Tensor([1, height, width, channels])
        var out = result.pointer
        for row in 0..<height {
            for column in 0..<width {
                let place = self(FramePoint(x: Double(column) + 0.5, y: Double(row) + 0.5))
                let x = Self.neighbours(place.x - 0.5, width)
                let y = Self.neighbours(place.y - 0.5, height)
                func pixel(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
                    image.pointer + (row * width + column) * channels
                }
                let corners = (
                    pixel(y.low, x.low), pixel(y.low, x.high), pixel(y.high, x.low), pixel(y.high, x.high)
                )
                for channel in 0..<channels {
                    let above = corners.0[channel] + x.share * (corners.1[channel] - corners.0[channel])
                    let below = corners.2[channel] + x.share * (corners.3[channel] - corners.2[channel])
                    out[channel] = above + y.share * (below - above)
                }
                out += channels
            }
        }
        return withExtendedLifetime(image) { result }
    }

    private static func neighbours(_ position: Double, _ length: Int) -> (low: Int, high: Int, share: Float) {
        let inside = min(max(position, 0), Double(length - 1))
        let low = Int(inside)
        return (low, min(low + 1, length - 1), Float(inside - Double(low)))
    }

    /// Solves `rows` (coefficients, then right side); nil where the system is singular.
    private static func solve(_ rows: inout [[Double]]) -> [Double]? {
        let count = rows.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            let scale = rows[pivot].dropLast().map(abs).max() ?? 0
            guard abs(rows[pivot][column]) > 1e-12 * max(scale, 1) else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                guard factor != 0 else { continue }
                for index in column...count { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }
}
