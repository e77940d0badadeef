import Benchmarks
import Foundation
import Hashing
import Media
import Reports
import Store

/// Draws what a reader looks at before trusting a number: input and four frames of a few videos.
struct ContactSheets {
    let builder: ReportBuilder
    let resolved: ResolvedPlan
    let decoder: MediaDecoder

    /// Rows of one sheet at most.
    private static let rowLimit = 16

    /// Draws the sheets into `folder/assets`. A sheet's name follows from the videos on it, so one that is there
    /// already is not drawn again.
    func write(to folder: URL) throws -> [ReportContent.Picture] {
        var pictures: [ReportContent.Picture] = []
        let samples = bySample()
        if !samples.isEmpty {
            let label = builder.plan.variants[0].label
            let title = builder.plan.variants.count > 1 ? "Samples (\(label))" : "Samples"
            pictures.append(
                try sheet(
                    "samples", title: title, units: samples, naming: { named($0.sample, $0) }, in: folder))
        }
        let grids = try gridSheets(in: folder)
        pictures += grids
        let variants = byVariant()
        if !variants.isEmpty, grids.isEmpty {
            pictures.append(
                try sheet(
                    "variants", title: "The same samples by variant", units: variants,
                    naming: { named("\($0.sample): \(builder.plan.variants[$0.variant].label)", $0) },
                    in: folder))
        }
        return pictures
    }

    /// A row's name on the picture itself, which may be seen without the report around it.
    private func named(_ name: String, _ unit: RunUnit) -> String {
        builder.plan.variants[unit.variant].weightsLabel.map { "\(name) (\($0))" } ?? name
    }

    var finished: [RunUnit] {
        builder.units.filter { $0.status == .finished && $0.seed == builder.seed(of: $0.variant) }
    }

    /// The first samples of every category, as the first variant made them.
    private func bySample() -> [RunUnit] {
        let units = finished.filter { $0.variant == 0 }
        let groups = Dictionary(grouping: units) { builder.key($0).category }
        let each = max(1, min(3, Self.rowLimit / max(1, groups.count)))
        var taken: [String: Int] = [:]
        return Array(
            units.filter { unit in
                let category = builder.key(unit).category
                taken[category, default: 0] += 1
                return taken[category, default: 0] <= each
            }.prefix(Self.rowLimit))
    }

    /// A few samples, each as every variant made it.
    private func byVariant() -> [RunUnit] {
        let count = builder.plan.variants.count
        guard count > 1 else { return [] }
        var categories: Set<String> = []
        let names = builder.samples.filter { categories.insert($0.category).inserted }
            .prefix(max(1, Self.rowLimit / count)).map(\.name)
        return names.flatMap { name in finished.filter { $0.sample == name } }
    }

    private func sheet(
        _ name: String, title: String, units: [RunUnit], naming: (RunUnit) -> String, in folder: URL
    ) throws -> ReportContent.Picture {
        let lengths = Set(units.compactMap(\.file?.frames))
        let titles = Self.titles(lengths)
        let content = units.map { "\(naming($0)) \($0.file?.sha256 ?? "")" }.joined(separator: "\n")
        let path = "assets/\(name)-\(SHA256.hex(of: content.utf8).prefix(12)).png"
        let file = folder.appendingPathComponent(path)
        let withInput = units.contains { hasInput($0) }
        if !FileManager.default.fileExists(atPath: file.path) {
            try prepare(folder.appendingPathComponent("assets"), removing: name + "-")
            let rows = try units.compactMap { try row($0, label: naming($0), withInput: withInput) }
            let picture = ContactSheet(rows: rows, columnTitles: (withInput ? ["input"] : []) + titles)
                .render()
            try PNGWriter.write(picture, to: file.path)
        }
        let columns = (withInput ? "the input image, then " : "") + titles.joined(separator: ", ")
        return ReportContent.Picture(path: path, title: title, caption: "Columns: \(columns).")
    }

    func prepare(_ assets: URL, removing prefix: String) throws {
        do {
            try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: assets.path)
            where name.hasPrefix(prefix) && name.hasSuffix(".png") {
                try FileManager.default.removeItem(at: assets.appendingPathComponent(name))
            }
        } catch {
            throw RunnerError.unwritable(path: assets.path, found: VideoFolder.reason(error))
        }
    }
}

extension ContactSheets {
    func member(_ unit: RunUnit) -> Sample? {
        resolved.members.first { $0.sample.id == unit.sample }?.sample
    }

    private func hasInput(_ unit: RunUnit) -> Bool {
        !resolved.scoresSamples(unit.variant) || member(unit)?.image != nil
    }

    /// Input and frames of one video; nil when its file cannot be read any more.
    private func row(_ unit: RunUnit, label: String, withInput: Bool) throws -> ContactSheet.Row? {
        guard let sample = member(unit), let file = unit.file else { return nil }
        let path =
            resolved.scoresSamples(unit.variant) ? sample.video ?? "" : builder.store.absolute(file.path)
        guard var images = try? frames(path, at: Self.places(file.frames)) else { return nil }
        if withInput, let first = images.first {
            let blank = RGBImage(
                width: first.width, height: first.height,
                pixels: [UInt8](repeating: 255, count: first.width * first.height * 3))
            let input = hasInput(unit) ? try? resolved.suite.firstFrame(of: sample) : nil
            images.insert(input ?? blank, at: 0)
        }
        return ContactSheet.Row(label: label, images: images)
    }

    func frames(_ path: String, at places: [Int]) throws -> [RGBImage] {
        let reader = try decoder.video(at: path)
        var images: [Int: RGBImage] = [:]
        var index = 0
        while index <= places.max() ?? 0, let image = try reader.next() {
            if places.contains(index) { images[index] = image }
            index += 1
        }
        return places.compactMap { images[$0] }
    }

    /// First, one third, two thirds, last: frames 1, 6, 11 and 16 of sixteen.
    static func places(_ frames: Int) -> [Int] { (0..<4).map { ($0 * (frames - 1) + 1) / 3 } }

    private static func titles(_ lengths: Set<Int>) -> [String] {
        guard lengths.count == 1, let frames = lengths.first else {
            return ["first frame", "one third", "two thirds", "last frame"]
        }
        return places(frames).map { "frame \($0 + 1)" }
    }
}
