import Foundation
import Media
import Testing

@Suite struct DrawingTests {
    @Test func textMatchesItsDrawing() {
        var canvas = ImageCanvas(width: 12, height: 8)
        canvas.text("A1", x: 0, y: 0)
        let image = canvas.image
        let drawn = (0..<8).map { row in
            (0..<12).map { image.pixels[(row * 12 + $0) * 3] == 0 ? "#" : "." }.joined()
        }
        #expect(
            drawn == [
                ".###....#...", "#...#..##...", "#...#...#...", "#####...#...", "#...#...#...",
                "#...#...#...",
                "#...#..###..", "............",
            ])
    }

    @Test func everyCharacterIsDrawnAndDifferent() {
        var seen: Set<[UInt8]> = []
        for code in UInt8(33)...126 {
            var canvas = ImageCanvas(width: 6, height: 8)
            canvas.text(String(Character(UnicodeScalar(code))), x: 0, y: 0)
            #expect(canvas.image.pixels.contains(0))
            seen.insert(canvas.image.pixels)
        }
        #expect(seen.count == 94)
    }

    @Test func drawingStaysInside() {
        var canvas = ImageCanvas(width: 5, height: 4, background: RGBColour(1, 2, 3))
        canvas.draw(patterned(width: 9, height: 9), x: -3, y: -2)
        canvas.fill(x: 3, y: -5, width: 40, height: 6, .white)
        canvas.border(x: -1, y: -1, width: 7, height: 6, .black)
        canvas.text("wide 🐱", x: 2, y: 2, scale: 3)
        #expect(canvas.image.pixels.count == 60)
        canvas.draw(patterned(width: 2, height: 2), x: 100, y: 100)
        var clean = ImageCanvas(width: 5, height: 4, background: RGBColour(1, 2, 3))
        clean.draw(patterned(width: 2, height: 2, seed: 4), x: 1, y: 1)
        #expect(
            clean.image.window(x: 1, y: 1, width: 2, height: 2) == patterned(width: 2, height: 2, seed: 4))
        #expect(Array(clean.image.pixels[0..<3]) == [1, 2, 3])
    }

    @Test func wrapping() {
        #expect(ImageCanvas.wrapped("a cat and a dog", columns: 6, lines: 3) == ["a cat", "and a", "dog"])
        #expect(ImageCanvas.wrapped("a cat and a dog", columns: 6, lines: 2) == ["a cat", "and..."])
        #expect(ImageCanvas.wrapped("abcdefghij", columns: 4, lines: 5) == ["abcd", "efgh", "ij"])
        #expect(ImageCanvas.wrapped("", columns: 4, lines: 5) == [])
        #expect(ImageCanvas.wrapped("two\nlines", columns: 20, lines: 5) == ["two lines"])
    }

    @Test func contactSheetHoldsItsTiles() throws {
        let frames = (0..<3).map { patterned(width: 64, height: 64, seed: $0) }
        let sheet = ContactSheet(
            rows: [
                .init(label: "animals / cat-001 a cat runs over the street", images: frames),
                .init(
                    label: "wide",
                    images: [patterned(width: 320, height: 240), patterned(width: 20000, height: 3)]),
            ], columnTitles: ["input", "frame 1", "frame 6"]
        ).render()
        // A tile of 64×64 is magnified twice; the first one starts behind the label column.
        let left = 8 + 20 * 12 - 2 + 8
        let tile = sheet.window(x: left, y: 8 + 28, width: 128, height: 128)
        #expect(tile == frames[0].magnified(by: 2))
        #expect(sheet.height == 8 + 28 + 2 * (128 + 8))
        let folder = try TemporaryFolder()
        try PNGWriter.write(sheet, to: folder.file("sheet.png"))
        #expect(try MediaDecoder().image(at: folder.file("sheet.png")) == sheet)
    }

    @Test func magnification() {
        let image = patterned(width: 3, height: 2)
        let large = image.magnified(by: 3)
        #expect((large.width, large.height) == (9, 6))
        #expect(large.rearranged(width: 3, height: 2) { ($0 * 3 + 1, $1 * 3 + 2) } == image)
        #expect(image.magnified(by: 1) == image)
    }
}
