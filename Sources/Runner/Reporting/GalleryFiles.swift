import Benchmarks
import Foundation
import Media
import Reports
import Store

/// The files behind a run's gallery: videos as they lie on disk, input images, and copies of videos that browsers do
/// not play.
struct GalleryFiles {
    let builder: ReportBuilder
    let decoder: MediaDecoder
    /// Folder of the page.
    let folder: URL

    /// Samples with input images and copies; others show what is there.
    static let sampleLimit = 256
    /// Endings of files that browsers play.
    private static let playable = ["mp4", "m4v", "webm"]
    private static let inputs = "assets/inputs"
    private static let previews = "assets/previews"

    /// Every sample with its finished videos.
    ///
    /// - Parameter home: the folder of the run's own report, where input images may lie.
    ///
    /// Throws: `RunnerError.unwritable`, `MediaError` for a copy that cannot be written.
    func gallery(home: URL) throws -> Gallery {
        let units = Dictionary(grouping: builder.units.filter { $0.status == .finished }, by: \.sample)
        let items = try builder.samples.enumerated().map { place, sample in
            Gallery.Item(
                sample: sample.name, category: sample.category, prompt: sample.prompt,
                input: input(sample, home: home),
                clips: try (units[sample.name] ?? []).map { unit in
                    Gallery.Clip(
                        variant: builder.plan.variants[unit.variant].label, seed: builder.seed(unit),
                        path: try path(unit, makesCopy: place < Self.sampleLimit))
                })
        }
        return Gallery(items: items)
    }

    /// Writes the input images of the first samples, as the run took them.
    func writeInputs(_ resolved: ResolvedPlan) throws {
        for member in resolved.members.prefix(Self.sampleLimit) {
            guard let name = Self.name(member.record), !exists(folder.appendingPathComponent(name)),
                let image = try? resolved.suite.firstFrame(of: member.sample)
            else { continue }
            try makeFolder(Self.inputs)
            try PNGWriter.write(image, to: folder.appendingPathComponent(name).path)
        }
    }

    private static func name(_ sample: SampleRecord) -> String? {
        sample.imageHash.map { "\(inputs)/\($0.prefix(16)).png" }
    }

    private func input(_ sample: SampleRecord, home: URL) -> String? {
        guard let name = Self.name(sample) else { return nil }
        let file = [folder, home].map { $0.appendingPathComponent(name) }.first(where: exists)
        return file.map(reference)
    }

    private func path(_ unit: RunUnit, makesCopy: Bool) throws -> String {
        guard let file = unit.file else { return "" }
        let original = URL(fileURLWithPath: builder.store.absolute(file.path))
        guard makesCopy, !Self.playable.contains(original.pathExtension.lowercased()) else {
            return reference(original)
        }
        let copy = folder.appendingPathComponent("\(Self.previews)/\(file.sha256.prefix(16)).mp4")
        if !exists(copy) {
            guard let frames = try? readAll(original.path), !frames.isEmpty else {
                return reference(original)
            }
            try makeFolder(Self.previews)
            do {
                try VideoWriter.write(
                    frames, to: copy.path, frameRate: FrameRate(file.framesPerSecond),
                    encoding: .h264(quality: 16))
            } catch MediaError.unencodable {
                // Videos of odd sizes have no such copy; the page then links to the file itself.
                return reference(original)
            }
        }
        return reference(copy)
    }

    private func readAll(_ path: String) throws -> [RGBImage] {
        let reader = try decoder.video(at: path)
        var frames: [RGBImage] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    private func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    private func makeFolder(_ name: String) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
        } catch {
            throw RunnerError.unwritable(path: name, found: VideoFolder.reason(error))
        }
    }

    /// The file as seen from the page, so that both can move together.
    private func reference(_ file: URL) -> String {
        RelativePath.text(to: file.standardizedFileURL.path, from: folder.standardizedFileURL.path)
    }
}
