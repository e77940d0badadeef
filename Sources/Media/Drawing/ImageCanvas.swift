/// An image to draw on: rectangles, other images and small text. What lies outside is left out.
public struct ImageCanvas: Sendable {
    public let width: Int
    public let height: Int
    private var pixels: [UInt8]

    public init(width: Int, height: Int, background: RGBColour = .white) {
        precondition(width > 0 && height > 0, "a canvas of \(width)x\(height)")
        self.width = width
        self.height = height
        pixels = [UInt8](repeating: background.red, count: width * height * 3)
        if background.green != background.red || background.blue != background.red {
            fill(x: 0, y: 0, width: width, height: height, background)
        }
    }

    /// What has been drawn so far.
    public var image: RGBImage { RGBImage(width: width, height: height, pixels: pixels) }

    public mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: RGBColour) {
        let columns = max(x, 0)..<max(max(x, 0), min(x + width, self.width))
        for row in max(y, 0)..<max(max(y, 0), min(y + height, self.height)) {
            for column in columns {
                let start = (row * self.width + column) * 3
                pixels[start] = colour.red
                pixels[start + 1] = colour.green
                pixels[start + 2] = colour.blue
            }
        }
    }

    /// A frame of `thickness` pixels inside the rectangle.
    public mutating func border(
        x: Int, y: Int, width: Int, height: Int, thickness: Int = 1, _ colour: RGBColour
    ) {
        fill(x: x, y: y, width: width, height: thickness, colour)
        fill(x: x, y: y + height - thickness, width: width, height: thickness, colour)
        fill(x: x, y: y, width: thickness, height: height, colour)
        fill(x: x + width - thickness, y: y, width: thickness, height: height, colour)
    }

    public mutating func draw(_ image: RGBImage, x: Int, y: Int) {
        let columns = max(0, -x)..<max(max(0, -x), min(image.width, width - x))
        for row in 0..<image.height where row + y >= 0 && row + y < height {
            let source = (row * image.width + columns.lowerBound) * 3
            let target = ((row + y) * width + columns.lowerBound + x) * 3
            pixels.replaceSubrange(
                target..<target + columns.count * 3, with: image.pixels[source..<source + columns.count * 3])
        }
    }

    /// One line of text whose upper left corner is (x, y); a glyph is 5×7 pixels times `scale`.
    public mutating func text(_ text: String, x: Int, y: Int, scale: Int = 1, _ colour: RGBColour = .black) {
        for (index, character) in text.enumerated() {
            let left = x + index * BitmapFont.advance * scale
            for (row, bits) in BitmapFont.rows(of: character).enumerated() where bits != 0 {
                for column in 0..<BitmapFont.glyphWidth
                where bits >> (BitmapFont.glyphWidth - 1 - column) & 1 == 1 {
                    fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, colour)
                }
            }
        }
    }

    /// Width of one line of text in pixels.
    public static func textWidth(_ text: String, scale: Int = 1) -> Int {
        max(0, text.count * BitmapFont.advance - 1) * scale
    }

    /// Height from one line of text to the next in pixels.
    public static func lineHeight(scale: Int = 1) -> Int { BitmapFont.lineHeight * scale }

    /// The text cut into lines of at most `columns` characters, at spaces where there are any; what exceeds
    /// `lines` lines ends in "...".
    public static func wrapped(_ text: String, columns: Int, lines: Int) -> [String] {
        precondition(columns > 3 && lines > 0, "no room for text")
        var result: [String] = []
        var current = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            var rest = word
            while !rest.isEmpty {
                let room = columns - current.count - (current.isEmpty ? 0 : 1)
                if rest.count <= room {
                    current += (current.isEmpty ? "" : " ") + rest
                    rest = ""
                } else if current.isEmpty {
                    result.append(String(rest.prefix(columns)))
                    rest = rest.dropFirst(columns)
                } else {
                    result.append(current)
                    current = ""
                }
            }
        }
        if !current.isEmpty { result.append(current) }
        guard result.count > lines else { return result }
        return result.prefix(lines - 1) + [String(result[lines - 1].prefix(columns - 3)) + "..."]
    }
}
