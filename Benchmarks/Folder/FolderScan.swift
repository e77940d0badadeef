import Foundation
import Media

/// Samples from a folder without manifest: `<category>/<name>.mp4` or `<name>.mp4`, a prompt in `<name>.txt` or in
/// a `prompts` file, the first frame in `<name>.png` beside it or under `images/`.
struct FolderScan {
    /// What counts as a sample.
    enum Purpose: Sendable {
        /// Images are inputs of their own.
        case inputs
        /// Images are first frames; a folder that holds images alone is a video.
        case videos
    }

    private struct Entry {
        var path: String
        var folder: String
        var stem: String
    }

    let root: String
    let purpose: Purpose
    private(set) var samples: [Sample] = []

    private static let manifestNames = ["manifest", "metadata"]
    private static let imageFolders: Set<String> = ["images", "first_frames"]
    private static let firstFrameSuffix = "_first_frame"

    /// The manifest that a folder brings along.
    static func manifest(in folder: String) -> String? {
        for name in manifestNames {
            for ending in ManifestText.extensions {
                let file = "\(folder)/\(name).\(ending)"
                if FileManager.default.fileExists(atPath: file) { return file }
            }
        }
        return nil
    }

    /// Throws: `SuiteError` when nothing usable is there or two files claim one id.
    init(root: String, purpose: Purpose) throws {
        self.root = root
        self.purpose = purpose
        var videos: [Entry] = []
        var images: [Entry] = []
        var firstFrames: [String: String] = [:]
        for (name, path, isFolder) in try Self.list(root) {
            if isFolder, Self.imageFolders.contains(name.lowercased()) {
                for image in try Self.list(path) where FileKind(path: image.path) == .image {
                    firstFrames[Self.stem(image.name)] = image.path
                }
            } else if isFolder {
                try scan(category: name, path, videos: &videos, images: &images)
            } else {
                Self.sort(path, folder: "", videos: &videos, images: &images)
            }
        }
        try collect(videos: videos, images: images, firstFrames: firstFrames)
    }

    private func scan(
        category: String, _ folder: String, videos: inout [Entry], images: inout [Entry]
    ) throws {
        let before = videos.count
        var inside: [Entry] = []
        for entry in try Self.list(folder) where !entry.isFolder {
            Self.sort(entry.path, folder: category, videos: &videos, images: &inside)
        }
        if purpose == .videos, videos.count == before, !inside.isEmpty {
            videos.append(Entry(path: folder, folder: "", stem: category))
        } else {
            images += inside
        }
    }

    private static func sort(
        _ path: String, folder: String, videos: inout [Entry], images: inout [Entry]
    ) {
        let entry = Entry(path: path, folder: folder, stem: stem((path as NSString).lastPathComponent))
        switch FileKind(path: path) {
        case .video: videos.append(entry)
        case .image: images.append(entry)
        case .other: break
        }
    }

    private mutating func collect(
        videos: [Entry], images: [Entry], firstFrames: [String: String]
    ) throws {
        var imageByID: [String: String] = [:]
        for image in images {
            let id = Self.id(image)
            imageByID[id] = image.path
            if id.hasSuffix(Self.firstFrameSuffix) {
                imageByID[String(id.dropLast(Self.firstFrameSuffix.count))] = image.path
            }
        }
        var paths: [String: [String]] = [:]
        var usedImages: Set<String> = []
        for video in videos {
            let image = imageByID[Self.id(video)] ?? firstFrames[video.stem]
            if let image { usedImages.insert(image) }
            append(video, image: image, video: video.path)
            paths[Self.id(video), default: []].append(video.path)
        }
        if purpose == .inputs {
            for image in images where !usedImages.contains(image.path) {
                append(image, image: image.path, video: nil)
                paths[Self.id(image), default: []].append(image.path)
            }
        }
        if let clash = paths.filter({ $0.value.count > 1 }).min(by: { $0.key < $1.key }) {
            throw SuiteError.sameName(folder: root, id: clash.key, files: clash.value.sorted())
        }
        guard !samples.isEmpty else {
            throw SuiteError.empty(
                file: root,
                expected: purpose == .videos ? "at least one video" : "at least one image or video")
        }
        samples.sort { NaturalOrder.precedes($0.id, $1.id) }
        try addPrompts()
    }

    private mutating func append(_ entry: Entry, image: String?, video: String?) {
        samples.append(
            Sample(
                id: Self.id(entry), category: entry.folder.isEmpty ? Manifest.defaultCategory : entry.folder,
                image: image, video: video))
    }

    private mutating func addPrompts() throws {
        var tables: [String: PromptTable] = [:]
        for index in samples.indices {
            let sample = samples[index]
            guard let path = sample.video ?? sample.image else { continue }
            let beside = (path as NSString).deletingPathExtension + ".txt"
            if FileManager.default.fileExists(atPath: beside) {
                samples[index].prompt = Self.trimmed(try ManifestText.read(beside))
                continue
            }
            for folder in [(path as NSString).deletingLastPathComponent, root] {
                guard let file = Self.promptFile(in: folder) else { continue }
                let table = try tables[file] ?? PromptTable(file: file)
                tables[file] = table
                samples[index].prompt = table.prompt(id: sample.id, path: path)
                if samples[index].prompt != nil { break }
            }
        }
    }

    static func promptFile(in folder: String) -> String? {
        (["txt"] + ManifestText.extensions).map { "\(folder)/prompts.\($0)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func id(_ entry: Entry) -> String {
        entry.folder.isEmpty ? entry.stem : "\(entry.folder)/\(entry.stem)"
    }

    private static func stem(_ name: String) -> String { (name as NSString).deletingPathExtension }

    private static func trimmed(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Visible entries in natural order.
    private static func list(_ folder: String) throws -> [(name: String, path: String, isFolder: Bool)] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw SuiteError.unreadable(file: folder, reason: error.localizedDescription)
        }
        return names.filter { !$0.hasPrefix(".") }.sorted(by: NaturalOrder.precedes).map { name in
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            return (name, path, isFolder.boolValue)
        }
    }
}
