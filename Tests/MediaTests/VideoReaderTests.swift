import Foundation
import Media
import Synchronization
import Testing

@Suite struct VideoReaderTests {
    let decoder = MediaDecoder()

    @Test func variableFrameRatesKeepTheirTimes() throws {
        let reader = try VideoReader(path: fixture("variable.mp4"))
        var times: [Double] = []
        while let frame = try reader.nextFrame() { times.append(try #require(frame.seconds)) }
        #expect(times == [0, 0.04, 0.24, 0.26, 1, 1.033])
    }

    @Test func theDisplayMatrixIsApplied() throws {
        let upright = try decoder.frames(at: fixture("upright.mp4"))
        #expect(upright.count == 6)
        #expect(try VideoReader(path: fixture("upright.mp4")).properties.rotation == 0)
        let (width, height) = (32, 16)
        let turns: [(Int, (RGBImage) -> RGBImage)] = [
            (90, { $0.rearranged(width: height, height: width) { x, y in (y, height - 1 - x) } }),
            (
                180,
                { $0.rearranged(width: width, height: height) { x, y in (width - 1 - x, height - 1 - y) } }
            ),
            (270, { $0.rearranged(width: height, height: width) { x, y in (width - 1 - y, x) } }),
        ]
        for (degrees, turn) in turns {
            let reader = try VideoReader(path: fixture("turned-\(degrees).mp4"))
            #expect(reader.properties.rotation == degrees)
            let expected = turn(upright[0])
            #expect((reader.properties.width, reader.properties.height) == (expected.width, expected.height))
            #expect(try reader.next() == expected, "\(degrees)")
        }
    }

    @Test func oddSizesAreWhole() throws {
        let frames = try decoder.frames(at: fixture("odd.webm"))
        #expect(frames.count == 3)
        for (index, frame) in frames.enumerated() {
            #expect((frame.width, frame.height) == (33, 17))
            // Chroma at half resolution blurs this pattern's colours; its luma survives.
            let expected = gradient(width: 33, height: 17, seed: index)
            #expect(abs(meanLuma(frame) - meanLuma(expected)) < 3)
        }
    }

    private func meanLuma(_ image: RGBImage) -> Double {
        let weights = [0.299, 0.587, 0.114]
        let sum = image.pixels.enumerated().reduce(0.0) { $0 + Double($1.element) * weights[$1.offset % 3] }
        return sum / Double(image.width * image.height)
    }

    /// Cy, Crv, Cgu, Cgv, Cub and the luma offset of the conversion that the reference readers agree on.
    @Test(arguments: [
        ("upright.mp4", [9539, 13075, -3209, -6660, 16525, 128]),
        ("bt709.mp4", [9539, 14686, -1747, -4366, 17305, 128]),
        ("bt601-full.mp4", [8192, 11485, -2819, -5850, 14516, 0]),
        ("bt709-full.mp4", [8192, 12901, -1534, -3835, 15201, 0]),
    ])
    func colourTagsChooseTheFactors(_ name: String, _ factors: [Int]) throws {
        let planes = try #require(try LibAVSource(path: fixture(name)).nextPlanes())
        let image = try decoder.image(at: fixture(name))
        var expected: [UInt8] = []
        for index in 0..<32 * 16 {
            let chroma = index / 32 / 2 * 16 + index % 32 / 2
            let luma = ((8 * Int(planes[0][index]) - factors[5]) * factors[0]) >> 16
            let (u, v) = (8 * Int(planes[1][chroma]) - 1024, 8 * Int(planes[2][chroma]) - 1024)
            let channels = [
                luma + (v * factors[1]) >> 16, luma + (u * factors[2]) >> 16 + (v * factors[3]) >> 16,
                luma + (u * factors[4]) >> 16,
            ]
            expected += channels.map { UInt8(min(max($0, 0), 255)) }
        }
        #expect(image.pixels == expected)
        #expect(meanDifference(image, gradient(width: 32, height: 16)) < 40)
    }

    @Test(arguments: ["yuv444p", "yuv422p10le", "yuv420p10le", "gbrp"])
    func otherLayoutsKeepTheirColour(_ format: String) throws {
        let frames = try decoder.frames(at: fixture("red-\(format).mkv"))
        #expect(frames.count == 3)
        for pixel in stride(from: 0, to: frames[2].pixels.count, by: 3) {
            let difference = zip(frames[2].pixels[pixel..<pixel + 3], [200, 60, 40]).map { abs(Int($0) - $1) }
            #expect(difference.max()! <= 2, "\(frames[2].pixels[pixel..<pixel + 3])")
        }
    }

    @Test func greyVideoIsReplicated() throws {
        let frame = try decoder.image(at: fixture("red-gray.mkv"))
        #expect(Set(frame.pixels).count == 1)
        #expect(abs(Int(frame.pixels[0]) - 100) <= 2)
    }

    @Test func animatedGIF() throws {
        let reader = try VideoReader(path: fixture("three.gif"))
        #expect(reader.properties.frameRate != nil)
        var frames: [VideoFrame] = []
        while let frame = try reader.nextFrame() { frames.append(frame) }
        #expect(frames.map(\.seconds) == [0, 0.05, 0.15])
        let backgrounds: [[UInt8]] = [[200, 30, 40], [20, 180, 60], [10, 20, 220]]
        for (index, frame) in frames.enumerated() {
            #expect((frame.image.width, frame.image.height) == (16, 12))
            #expect(Array(frame.image.pixels[0..<3]) == backgrounds[index])
            let box = (3 * 16 + 3 + 3 * index) * 3
            #expect(Array(frame.image.pixels[box..<box + 3]) == [255, 255, 255])
        }
    }

    @Test(arguments: ["frames.npy", "frames5.npy", "stored.npz", "deflated.npz"])
    func arrays(_ name: String) throws {
        let reader = try VideoReader(path: fixture(name))
        #expect(reader.properties.declaredFrames == 3)
        #expect(reader.properties.frameRate == nil)
        for index in 0..<3 { #expect(try reader.next() == gradient(width: 6, height: 4, seed: index)) }
        #expect(try reader.next() == nil)
        #expect(reader.frameCount == 3)
    }

    @Test func foldersAreSortedByNumber() throws {
        let folder = try TemporaryFolder()
        let frames = (0..<12).map { patterned(width: 8, height: 6, seed: $0) }
        for (index, frame) in frames.enumerated() {
            try PNGWriter.write(frame, to: folder.file("f\(index).png"))
        }
        _ = try folder.write([1, 2, 3], to: "notes.txt")
        _ = try folder.write([1, 2, 3], to: ".hidden.png")
        let reader = try VideoReader(path: folder.path)
        #expect(reader.properties.declaredFrames == 12)
        #expect(reader.properties.width == 8 && reader.properties.height == 6)
        #expect(try decoder.frames(at: folder.path) == frames)
    }

    @Test func naturalOrder() {
        let sorted = ["a", "a1", "a01", "a2", "a2b", "a10", "b", "b1c9", "b1c10"]
        for (left, first) in sorted.enumerated() {
            for (right, second) in sorted.enumerated() where !(first.hasSuffix("1") && second.hasSuffix("1"))
            {
                #expect(NaturalOrder.precedes(first, second) == (left < right), "\(first) \(second)")
            }
        }
        #expect(NaturalOrder.precedes("a1", "a01") != NaturalOrder.precedes("a01", "a1"))
        #expect(NaturalOrder.precedes("9", "99999999999999999999999999"))
    }

    @Test func decodesAreCounted() throws {
        let opened = Mutex<[String]>([])
        let counting = MediaDecoder { path in opened.withLock { $0.append(path) } }
        _ = try counting.frames(at: fixture("upright.mp4"))
        _ = try counting.image(at: fixture("rgb.png"))
        #expect(opened.withLock { $0 } == [fixture("upright.mp4"), fixture("rgb.png")])
    }

    @Test func mpeg4InAVI() throws {
        let frames = try decoder.frames(at: fixture("mpeg4.avi"))
        #expect(frames.count == 6)
        #expect(frames.allSatisfy { $0.width == 32 && $0.height == 16 })
    }
}
