import Benchmarks
import Media
import Testing

struct DemoFlowTests {
    /// Warping the next frame back by the flow gives this frame, wherever a surface is seen in both. Pictures three
    /// times as large keep the blur of the warping itself small; what is left must grow for any other flow.
    @Test(arguments: DemoClip.categories)
    func warpingReproducesTheFrame(category: String) throws {
        for number in 0..<4 {
            let clip = try #require(
                DemoClip(category: category, split: .test, number: number, width: 192, height: 192))
            let index = number * 4
            let warp = Warp(now: clip.frame(index), next: clip.frame(index + 1), flow: clip.flow(from: index))
            let exact = warp.difference()
            #expect(exact.pixels > 15000, "\(clip.id)")
            #expect(exact.all < 1.8, "\(clip.id)")
            #expect(exact.movingPixels > 500, "\(clip.id)")
            #expect(exact.moving < 4.5, "\(clip.id)")
            for (u, v) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)] {
                #expect(warp.difference(shift: (u, v)).moving > 1.15 * exact.moving, "\(clip.id) \(u) \(v)")
            }
        }
    }

    /// A pan moves every point of the foreground alike, and against the camera.
    @Test func panMovesTheForeground() throws {
        let clip = try #require(
            DemoClip(category: "landscapes", split: .test, number: 0, width: 64, height: 64))
        let flow = clip.flow(from: 3)
        let bottom = (0..<64).map { flow.vectors[(63 * 64 + $0) * 2] }
        #expect(Set(bottom.map { ($0 * 1000).rounded() }).count == 1)
        #expect(clip.motion == (bottom[0] < 0 ? ["right"] : ["left"]))
        #expect(bottom[0].magnitude >= 1.7 && bottom[0].magnitude <= 2.3)
    }

    /// Zooming in leads away from the fixed point of the camera, in proportion to the distance from it.
    @Test func zoomSpreadsFromItsCentre() throws {
        let clip = try #require(DemoClip(category: "houses", split: .test, number: 0, width: 64, height: 64))
        #expect(clip.motion == ["zoom in"])
        let flow = clip.flow(from: 0)
        for (column, row) in [(2, 2), (60, 5), (5, 60), (50, 50)] {
            let offset = (Float(column) + 0.5 - 32, Float(row) + 0.5 - 42)
            let vector = (flow.vectors[(row * 64 + column) * 2], flow.vectors[(row * 64 + column) * 2 + 1])
            let rates = (vector.0 / offset.0, vector.1 / offset.1)
            #expect(rates.0 > 0.03 && rates.0 < 0.055)
            #expect((rates.0 - rates.1).magnitude < 1e-5)
        }
    }

    /// A larger picture shows the same scene: flow grows with the size.
    @Test func flowScalesWithTheSize() throws {
        let small = try #require(DemoClip(category: "balls", split: .test, number: 1, width: 64, height: 64))
        let large = try #require(
            DemoClip(category: "balls", split: .test, number: 1, width: 192, height: 192))
        let coarse = small.flow(from: 4)
        let fine = large.flow(from: 4)
        // Pixel 3k+1 of the large picture has the centre of pixel k of the small one.
        for row in stride(from: 0, to: 64, by: 3) {
            for column in stride(from: 0, to: 64, by: 3) {
                let there = coarse.vectors[(row * 64 + column) * 2]
                let here = fine.vectors[((row * 3 + 1) * 192 + column * 3 + 1) * 2]
                #expect((here - 3 * there).magnitude < 1e-4)
            }
        }
    }
}

/// Compares a frame with the next one warped back.
private struct Warp {
    let now: RGBImage
    let next: RGBImage
    let flow: OpticalFlow

    /// Mean absolute differences in grey levels over all interior pixels and over those that move.
    struct Difference {
        var pixels = 0
        var all = 0.0
        var movingPixels = 0
        var moving = 0.0
    }

    /// - Parameter shift: an error added to the flow.
    func difference(shift: (u: Double, v: Double) = (0, 0)) -> Difference {
        var sum = Difference()
        for row in 0..<now.height {
            for column in 0..<now.width where Self.isInterior(column, row, flow) {
                let pixel = row * now.width + column
                let u = Double(flow.vectors[pixel * 2])
                let v = Double(flow.vectors[pixel * 2 + 1])
                let x = Double(column) + u + shift.u
                let y = Double(row) + v + shift.v
                guard x >= 0, y >= 0, x <= Double(now.width - 1), y <= Double(now.height - 1) else {
                    continue
                }
                var difference = 0.0
                for channel in 0..<3 {
                    let here = Double(now.pixels[pixel * 3 + channel])
                    difference += (Self.sample(next, x, y, channel) - here).magnitude / 3
                }
                sum.pixels += 1
                sum.all += difference
                guard u * u + v * v > 1 else { continue }
                sum.movingPixels += 1
                sum.moving += difference
            }
        }
        sum.all /= Double(max(1, sum.pixels))
        sum.moving /= Double(max(1, sum.movingPixels))
        return sum
    }

    /// Whether one surface, seen in both frames, covers the pixel and its neighbours.
    private static func isInterior(_ column: Int, _ row: Int, _ flow: OpticalFlow) -> Bool {
        let pixel = row * flow.width + column
        for y in (row - 1)...(row + 1) {
            for x in (column - 1)...(column + 1) {
                guard x >= 0, y >= 0, x < flow.width, y < flow.height else { return false }
                let neighbour = y * flow.width + x
                guard flow.visible[neighbour] == 1 else { return false }
                for axis in 0..<2 {
                    let difference = flow.vectors[neighbour * 2 + axis] - flow.vectors[pixel * 2 + axis]
                    guard difference.magnitude < 0.35 else { return false }
                }
            }
        }
        return true
    }

    private static func sample(_ image: RGBImage, _ x: Double, _ y: Double, _ channel: Int) -> Double {
        let left = min(Int(x), image.width - 2)
        let top = min(Int(y), image.height - 2)
        let across = x - Double(left)
        let down = y - Double(top)
        func value(_ column: Int, _ row: Int) -> Double {
            Double(image.pixels[(row * image.width + column) * 3 + channel])
        }
        let upper = value(left, top) * (1 - across) + value(left + 1, top) * across
        let lower = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across
        return upper * (1 - down) + lower * down
    }
}
