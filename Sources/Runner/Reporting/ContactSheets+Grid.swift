import Benchmarks
import Foundation
import Hashing
import Media
import Reports
import Store

extension ContactSheets {
    /// Samples that are shown for all settings.
    private static let gridSamples = 2
    /// White pixels between two frames of a cell.
    private static let seam = 2

    /// One sheet for each of the first samples of a grid: a row for every number of noise steps, a column for every
    /// stop frequency, the middle and the last frame in each cell.
    func gridSheets(in folder: URL) throws -> [ReportContent.Picture] {
        let points = builder.plan.variants.compactMap(\.gridPoint)
        guard points.count > 1 else { return [] }
        var categories: Set<String> = []
        let samples = builder.samples.filter { categories.insert($0.category).inserted }
            .prefix(Self.gridSamples)
        return try samples.enumerated().compactMap { place, sample in
            try gridSheet(sample.name, number: place + 1, in: folder)
        }
    }

    private func gridSheet(_ sample: String, number: Int, in folder: URL) throws -> ReportContent.Picture? {
        let units = finished.filter {
            $0.sample == sample && builder.plan.variants[$0.variant].gridPoint != nil
        }
        guard let first = units.first, let length = first.file?.frames else { return nil }
        let points = units.compactMap { builder.plan.variants[$0.variant].gridPoint }
        let steps = Self.distinct(points.map(\.steps))
        let stops = Self.distinct(points.compactMap(\.stopFrequency))
        let content = units.map { "\($0.variant) \($0.file?.sha256 ?? "")" }.joined(separator: "\n")
        let path = "assets/grid\(number)-\(SHA256.hex(of: content.utf8).prefix(12)).png"
        let file = folder.appendingPathComponent(path)
        if !FileManager.default.fileExists(atPath: file.path) {
            try prepare(folder.appendingPathComponent("assets"), removing: "grid\(number)-")
            var rows: [ContactSheet.Row] = []
            if let input = member(first).flatMap({ try? resolved.suite.firstFrame(of: $0) }) {
                rows.append(.init(label: "\(sample): input image", images: [input]))
            }
            rows += steps.map { step -> ContactSheet.Row in
                let columns = step == nil ? [nil] : stops.map(Optional.some)
                let images = columns.map { stop in
                    let point = FrameInitGrid.Point(steps: step, stopFrequency: stop)
                    let unit = units.first { builder.plan.variants[$0.variant].gridPoint == point }
                    return unit.flatMap(cell) ?? Self.blank
                }
                return ContactSheet.Row(label: label(step), images: images)
            }
            let titles = stops.map { "D0 \(Self.short($0))" }
            try PNGWriter.write(
                ContactSheet(rows: rows, columnTitles: titles).render(), to: file.path)
        }
        let frames = Self.gridFrames(length).map { "\($0 + 1)" }.joined(separator: " and ")
        let weights = builder.plan.variants[first.variant].weightsLabel.map { "; \($0)" } ?? ""
        return ReportContent.Picture(
            path: path, title: "FrameInit grid of \(sample)",
            caption:
                "Rows: τ, steps of noise; columns: D₀, stop frequency; frames \(frames) of each\(weights).")
    }

    private func label(_ steps: Int?) -> String {
        let weights = builder.plan.variants.lazy.compactMap(\.weightsLabel).first.map { " (\($0))" } ?? ""
        return (steps.map { "tau \($0)" } ?? "no FrameInit") + weights
    }

    private static func short(_ number: Double) -> String {
        number.description.hasSuffix(".0") ? String(number.description.dropLast(2)) : number.description
    }

    /// Middle and last.
    private static func gridFrames(_ frames: Int) -> [Int] { [max(0, frames / 2 - 1), frames - 1] }

    /// The chosen frames of a video side by side; nil when its file cannot be read any more.
    private func cell(_ unit: RunUnit) -> RGBImage? {
        guard let file = unit.file,
            let images = try? frames(
                builder.store.absolute(file.path), at: Self.gridFrames(file.frames)),
            let first = images.first
        else { return nil }
        let width = images.reduce(0) { $0 + $1.width } + Self.seam * (images.count - 1)
        var canvas = ImageCanvas(width: width, height: first.height)
        var left = 0
        for image in images {
            canvas.draw(image, x: left, y: 0)
            left += image.width + Self.seam
        }
        return canvas.image
    }

    /// Stands for a video that is not there.
    private static let blank = RGBImage(width: 1, height: 1, pixels: [255, 255, 255])

    private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
