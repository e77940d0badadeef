import Media

/// Frames of a video, evenly spaced, and of the layout that guided it, on one picture.
struct FrameSheet {
    private static let columns = 8
    private let indices: [Int]
    private let layout: [RGBImage]?
    private var frames: [RGBImage] = []
    private var seen = 0

    /// - Parameters:
    ///   - count: frames of the video.
    ///   - layout: all frames of the layout, if there is one.
    init(count: Int, layout: [RGBImage]?) {
        let columns = min(Self.columns, count)
        indices = (0..<columns).map { $0 * (count - 1) / max(columns - 1, 1) }
        self.layout = layout
    }

    /// Takes the video's next frame.
    mutating func append(_ frame: RGBImage) {
        if indices.contains(seen) { frames.append(frame) }
        seen += 1
    }

    /// - Parameter label: what a reader must know of the weights.
    func write(to path: String, label: String) throws {
        var rows: [ContactSheet.Row] = []
        if let layout {
            rows.append(
                .init(label: "layout", images: indices.compactMap { $0 < layout.count ? layout[$0] : nil }))
        }
        rows.append(.init(label: "video (\(label))", images: frames))
        let sheet = ContactSheet(rows: rows, columnTitles: indices.map { "\($0 + 1)" })
        try PNGWriter.write(sheet.render(), to: path)
    }
}
