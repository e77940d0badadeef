/// Rows of labelled frames on one picture: what a reader looks at before trusting a number.
public struct ContactSheet: Sendable {
    public struct Row: Sendable {
        public var label: String
        public var images: [RGBImage]

        public init(label: String, images: [RGBImage]) {
            self.label = label
            self.images = images
        }
    }

    public var rows: [Row]
    public var columnTitles: [String]
    /// Height that frames are brought to; small frames are magnified by whole factors without blurring.
    public var tileHeight: Int

    private static let gap = 8
    private static let textScale = 2
    private static let labelColumns = 20
    private static let ink = RGBColour(31, 35, 40)
    private static let faint = RGBColour(208, 215, 222)

    public init(rows: [Row], columnTitles: [String], tileHeight: Int = 128) {
        precondition(tileHeight >= 16, "tiles of \(tileHeight) pixels")
        self.rows = rows
        self.columnTitles = columnTitles
        self.tileHeight = tileHeight
    }

    /// The sheet: titles above, labels at the left, wrapped; missing frames stay empty.
    public func render() -> RGBImage {
        let tiles = rows.map { $0.images.map(tile) }
        let columns = max(columnTitles.count, tiles.map(\.count).max() ?? 0)
        let widths = (0..<columns).map { column in
            let widest = tiles.compactMap { $0.count > column ? $0[column].width : nil }.max() ?? tileHeight
            let title = column < columnTitles.count ? columnTitles[column] : ""
            return max(widest, ImageCanvas.textWidth(title, scale: Self.textScale))
        }
        let labelWidth = ImageCanvas.textWidth(
            String(repeating: "m", count: Self.labelColumns), scale: Self.textScale)
        let header = ImageCanvas.lineHeight(scale: Self.textScale) + Self.gap
        let width = Self.gap * (columns + 2) + labelWidth + widths.reduce(0, +)
        let height = Self.gap + header + rows.count * (tileHeight + Self.gap)
        var canvas = ImageCanvas(width: width, height: height)
        var x = 2 * Self.gap + labelWidth
        for (column, columnWidth) in widths.enumerated() {
            if column < columnTitles.count {
                canvas.text(columnTitles[column], x: x, y: Self.gap, scale: Self.textScale, Self.ink)
            }
            x += columnWidth + Self.gap
        }
        for (index, row) in tiles.enumerated() {
            let y = Self.gap + header + index * (tileHeight + Self.gap)
            draw(rows[index].label, row, y: y, labelWidth: labelWidth, widths, on: &canvas)
        }
        return canvas.image
    }

    private func draw(
        _ label: String, _ tiles: [RGBImage], y: Int, labelWidth: Int, _ widths: [Int],
        on canvas: inout ImageCanvas
    ) {
        let step = ImageCanvas.lineHeight(scale: Self.textScale)
        let lines = ImageCanvas.wrapped(label, columns: Self.labelColumns, lines: max(1, tileHeight / step))
        for (line, text) in lines.enumerated() {
            canvas.text(text, x: Self.gap, y: y + line * step, scale: Self.textScale, Self.ink)
        }
        var x = 2 * Self.gap + labelWidth
        for (tile, width) in zip(tiles, widths) {
            let top = y + (tileHeight - tile.height) / 2
            canvas.draw(tile, x: x, y: top)
            canvas.border(x: x - 1, y: top - 1, width: tile.width + 2, height: tile.height + 2, Self.faint)
            x += width + Self.gap
        }
    }

    /// The frame magnified by the largest whole factor that fits, or reduced to the tile's height; very wide
    /// frames are bounded by three times that height.
    private func tile(_ image: RGBImage) -> RGBImage {
        let limit = 3 * tileHeight
        let factor = min(tileHeight / image.height, limit / image.width)
        if factor >= 1 { return image.magnified(by: factor) }
        let ratio = min(Double(tileHeight) / Double(image.height), Double(limit) / Double(image.width))
        return Resize.pilBicubic(
            image, width: max(1, Int((Double(image.width) * ratio).rounded())),
            height: max(1, Int((Double(image.height) * ratio).rounded())))
    }
}

extension RGBImage {
    /// Every pixel repeated `factor` times in both directions.
    public func magnified(by factor: Int) -> RGBImage {
        guard factor > 1 else { return self }
        var result: [UInt8] = []
        result.reserveCapacity(pixels.count * factor * factor)
        for row in 0..<height {
            var line: [UInt8] = []
            for column in 0..<width {
                let start = (row * width + column) * 3
                for _ in 0..<factor { line += pixels[start..<start + 3] }
            }
            for _ in 0..<factor { result += line }
        }
        return RGBImage(width: width * factor, height: height * factor, pixels: result)
    }
}
