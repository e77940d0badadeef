import Foundation
import Media

/// Writes clips of the toy world with a manifest, for training and for a look at them.
public struct DemoExport: Sendable {
    /// How frames are stored.
    public enum Format: String, Sendable, CaseIterable {
        /// H.264, visually lossless.
        case mp4
        /// A folder of pictures a clip.
        case png
        /// One uint8 array `frames` `[F, H, W, 3]` a clip.
        case npz
    }

    public var split: DemoSplit
    public var categories: [String]
    /// Number of the first clip of each category within the split.
    public var firstNumber: Int
    public var clipsPerCategory: Int
    public var format: Format
    /// Adds `flow` `[F-1, H, W, 2]` float32 and `visible` `[F-1, H, W]` uint8 a clip.
    public var includesFlow: Bool
    /// Adds `boxes` `[F, K, 4]` float32 a clip: left, top, right, bottom of each of its K objects, zeros where an object
    /// cannot be seen.
    public var includesBoxes: Bool
    public var settings: SuiteProtocol

    public init(
        split: DemoSplit, categories: [String] = DemoClip.categories, firstNumber: Int = 0,
        clipsPerCategory: Int, format: Format, includesFlow: Bool, includesBoxes: Bool = false,
        settings: SuiteProtocol
    ) {
        self.split = split
        self.categories = categories
        self.firstNumber = firstNumber
        self.clipsPerCategory = clipsPerCategory
        self.format = format
        self.includesFlow = includesFlow
        self.includesBoxes = includesBoxes
        self.settings = settings
    }

    public var clipCount: Int { categories.count * clipsPerCategory }

    /// One line of the manifest. Paths are relative to it, so the folder is a `folder` suite as it stands.
    private struct Row: Encodable {
        let id, category, video, prompt, scene: String
        let objects, motion: [String]
        let flow, boxes: String?
        let split: DemoSplit
        let frames, width, height: Int
        let fps: Double
    }

    /// Writes everything below `folder`, several clips at a time; the manifest comes last.
    ///
    /// - Parameter progress: called with the number of finished clips.
    ///
    /// Throws: `MediaError` when a file cannot be written, `CancellationError`.
    public func write(
        to folder: String, workers: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws {
        for category in categories {
            try Self.makeFolder("\(folder)/\(category)")
            if includesFlow { try Self.makeFolder("\(folder)/flow/\(category)") }
            if includesBoxes { try Self.makeFolder("\(folder)/boxes/\(category)") }
        }
        var rows = [Row?](repeating: nil, count: clipCount)
        try await withThrowingTaskGroup(of: (Int, Row).self) { group in
            var next = 0
            func startOne() {
                guard next < clipCount else { return }
                let index = next
                next += 1
                group.addTask {
                    try Task.checkCancellation()
                    return (index, try writeClip(index, folder: folder))
                }
            }
            for _ in 0..<max(1, workers) { startOne() }
            var done = 0
            for try await (index, row) in group {
                rows[index] = row
                done += 1
                progress(done)
                startOne()
            }
        }
        try writeManifest(rows.compactMap { $0 }, folder: folder)
    }

    private static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw MediaError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    private func writeClip(_ index: Int, folder: String) throws -> Row {
        let category = categories[index / clipsPerCategory]
        guard
            let clip = DemoClip(
                category: category, split: split, number: firstNumber + index % clipsPerCategory,
                width: settings.width, height: settings.height)
        else { preconditionFailure("\(category) cannot be drawn") }
        let name = "\(category)/\(clip.id)"
        let frames = clip.frames(settings.frames)
        let video: String
        switch format {
        case .mp4:
            video = name + ".mp4"
            try VideoWriter.write(
                frames, to: "\(folder)/\(video)", frameRate: FrameRate(settings.framesPerSecond))
        case .png:
            video = name
            try VideoWriter.write(
                frames, to: "\(folder)/\(video)", frameRate: FrameRate(settings.framesPerSecond),
                encoding: .pngFolder)
        case .npz:
            video = name + ".npz"
            try NumpyFile.writeArchive([.init(name: "frames", frames: frames)], to: "\(folder)/\(video)")
        }
        let flow = includesFlow ? "flow/\(name).npz" : nil
        if let flow { try writeFlow(of: clip, to: "\(folder)/\(flow)") }
        let boxes = includesBoxes ? "boxes/\(name).npz" : nil
        if let boxes { try writeBoxes(of: clip, to: "\(folder)/\(boxes)") }
        return Row(
            id: clip.id, category: category, video: video, prompt: clip.caption, scene: clip.scene,
            objects: clip.objects, motion: clip.motion, flow: flow, boxes: boxes, split: split,
            frames: settings.frames,
            width: settings.width, height: settings.height, fps: settings.framesPerSecond)
    }

    private func writeFlow(of clip: DemoClip, to path: String) throws {
        let flows = (0..<(settings.frames - 1)).map(clip.flow(from:))
        let shape = [flows.count, settings.height, settings.width]
        try NumpyFile.writeArchive(
            [
                .init(name: "flow", shape: shape + [2], values: flows.flatMap(\.vectors)),
                .init(name: "visible", shape: shape, values: flows.flatMap(\.visible)),
            ], to: path)
    }

    private func writeBoxes(of clip: DemoClip, to path: String) throws {
        let values = (0..<settings.frames).flatMap { frame in
            let seen = clip.boxes(at: frame)
            return clip.objects.flatMap { name -> [Float] in
                let edges = seen.first { $0.name == name }?.edges ?? .zero
                return [edges.x, edges.y, edges.z, edges.w]
            }
        }
        let shape = [settings.frames, clip.objects.count, 4]
        try NumpyFile.writeArchive([.init(name: "boxes", shape: shape, values: values)], to: path)
    }

    private func writeManifest(_ rows: [Row], folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines = Data()
        for row in rows {
            lines += try encoder.encode(row)
            lines.append(UInt8(ascii: "\n"))
        }
        try NumpyFile.write(lines, to: "\(folder)/manifest.jsonl")
    }
}
