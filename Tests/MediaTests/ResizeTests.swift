import Foundation
import Media
import Tensor
import Testing

@Suite struct ResizeTests {
    @Test(arguments: Resize.allCases) func constantsStayConstant(_ resize: Resize) {
        for (width, height, newWidth, newHeight) in [(7, 5, 3, 9), (1, 1, 4, 4), (20, 3, 2, 1), (5, 5, 5, 5)]
        {
            let image = RGBImage(
                width: width, height: height, pixels: [UInt8](repeating: 173, count: width * height * 3))
            let result = resize(image, width: newWidth, height: newHeight)
            #expect((result.width, result.height) == (newWidth, newHeight))
            #expect(result.pixels.allSatisfy { $0 == 173 }, "\(resize.rawValue)")
        }
    }

    @Test(arguments: Resize.allCases) func theSameSizeChangesNothing(_ resize: Resize) {
        let image = patterned(width: 13, height: 9)
        #expect(resize(image, width: 13, height: 9) == image)
    }

    @Test(arguments: Resize.allCases) func threadsDoNotMatter(_ resize: Resize) {
        let image = patterned(width: 97, height: 61)
        let results = [1, 2, 7].map { threads in
            Compute.$current.withValue(Compute(threads: threads)) { resize(image, width: 40, height: 90) }
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test func batchesEqualSingleFrames() {
        let frames = (0..<3).map { patterned(width: 31, height: 20, seed: $0) }
        let joined = Tensor([3, 20, 31, 3], frames.flatMap { $0.tensor.values })
        let batch = Resize.torchBicubicAntialias(joined, height: 14, width: 40)
        #expect(batch.shape == [3, 14, 40, 3])
        for (index, frame) in frames.enumerated() {
            let single = Resize.torchBicubicAntialias(frame.tensor, height: 14, width: 40)
            #expect(batch[index..<index + 1].values == single.values)
        }
    }

    /// Doubling [0, 100] by the triangle: sources -0.25 (clamped to 0), 0.25, 0.75, 1.25 (its neighbour clamped).
    @Test func bilinearByHand() {
        let row = Tensor([1, 2, 1], [0, 100])
        #expect(Resize.torchBilinear(row, height: 1, width: 4).values == [0, 25, 75, 100])
        #expect(
            Resize.torchBilinear(Tensor([1, 4, 1], [0, 10, 20, 90]), height: 1, width: 2).values == [5, 55])
    }

    /// Halving by the antialiased triangle: weights 1/8 3/8 3/8 1/8, cut at the border and normalised.
    @Test func antialiasedByHand() {
        let row = Tensor([1, 4, 1], [0, 7, 14, 70])
        let result = Resize.torchBilinearAntialias(row, height: 1, width: 2).values
        #expect(abs(result[0] - (3 * 0 + 3 * 7 + 14) / 7) < 1e-5)
        #expect(abs(result[1] - (7 + 3 * 14 + 3 * 70) / 7) < 1e-4)
    }

    @Test func cubicOvershootsUnlessRounded() {
        let pixels: [UInt8] = [0, 0, 0, 255, 255, 255].flatMap { [$0, $0, $0] }
        let image = RGBImage(width: 6, height: 1, pixels: pixels)
        let values = Resize.torchBicubic(image.tensor, height: 1, width: 12).values
        #expect(values.min()! < -5 && values.max()! > 260)
        let bytes = Resize.torchBicubic(image, width: 12, height: 1).pixels
        #expect(bytes.min() == 0 && bytes.max() == 255)
    }

    @Test func shortSides() {
        #expect(Framing.shortSide(224, width: 854, height: 480) == (398, 224))
        #expect(Framing.shortSide(224, width: 256, height: 180) == (318, 224))
        #expect(Framing.shortSide(224, width: 180, height: 256) == (224, 318))
        #expect(Framing.shortSide(224, width: 224, height: 999) == (224, 999))
    }

    @Test func cropsAreCentredHalfToEven() {
        #expect(Framing.centreOffset(size: 318, length: 224) == 47)
        #expect(Framing.centreOffset(size: 9, length: 4) == 2)
        #expect(Framing.centreOffset(size: 7, length: 4) == 2)
        #expect(Framing.centreOffset(size: 5, length: 4) == 0)
        #expect(Framing.centreOffset(size: 4, length: 7) == -1)
    }

    @Test(arguments: [(6, 4), (3, 8), (10, 2), (4, 5), (2, 2)])
    func cropsOfImagesAndTensorsAgree(_ size: (Int, Int)) {
        let image = patterned(width: 5, height: 6)
        let cropped = Framing.centreCrop(image, width: size.0, height: size.1)
        #expect((cropped.width, cropped.height) == size)
        #expect(
            cropped.tensor.values == Framing.centreCrop(image.tensor, width: size.0, height: size.1).values)
    }

    @Test func paddingIsZeroAndContentCentred() {
        let image = RGBImage(width: 1, height: 1, pixels: [9, 8, 7])
        let padded = Framing.centreCrop(image, width: 4, height: 3)
        var expected = [UInt8](repeating: 0, count: 36)
        expected.replaceSubrange(15..<18, with: [9, 8, 7])
        #expect(padded.pixels == expected)
    }

    @Test func roundingIsHalfToEvenAndClamped() {
        let values = Tensor([1, 3, 3], [-3, 0.5, 1.5, 2.5, 254.5, 255.5, 300, 7.49, .nan])
        #expect(RGBImage(rounding: values).pixels == [0, 0, 2, 2, 254, 255, 255, 7, 0])
    }

    @Test func differencesAreExact() {
        let left = patterned(width: 700, height: 601, seed: 1)
        let right = patterned(width: 700, height: 601, seed: 2)
        let expected = zip(left.pixels, right.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(left.absoluteDifference(to: right) == expected)
        #expect(right.absoluteDifference(to: left) == expected)
        #expect(left.absoluteDifference(to: left) == 0)
        #expect(left.meanAbsoluteDifference(to: right) == Double(expected) / Double(700 * 601 * 3))
        let black = RGBImage(width: 1500, height: 1500, pixels: [UInt8](repeating: 0, count: 6_750_000))
        let white = RGBImage(width: 1500, height: 1500, pixels: [UInt8](repeating: 255, count: 6_750_000))
        #expect(black.absoluteDifference(to: white) == 255 * 6_750_000)
    }

    @Test func preprocessingIdsAreUnique() {
        #expect(Set(Preprocessing.all.map(\.id)).count == Preprocessing.all.count)
        let frames = (0..<2).map { patterned(width: 40, height: 30, seed: $0) }
        let inputs = Preprocessing.openAIPIL(frames)
        #expect(inputs.shape == [2, 224, 224, 3])
        #expect(inputs[1..<2].values == Preprocessing.openAIPIL(frames[1]).values)
    }
}
