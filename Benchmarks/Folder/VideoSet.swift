import Foundation
import Media

/// Finished videos that are to be scored: files, folders or patterns, with prompts and first frames from elsewhere.
public struct VideoSet: Sendable {
    /// Every sample has a video.
    public let samples: [Sample]

    /// - Parameters:
    ///   - paths: files, folders or patterns with `*`, `?` and `[…]`. A folder's `manifest.json` (or .csv, .jsonl,
    ///     .yaml) is used when there is one.
    ///   - prompts: a file that maps names to prompts; it wins over prompts found beside the videos.
    ///   - images: a folder of first frames, matched by name.
    ///
    /// Throws: `SuiteError` when something is missing, occurs twice or matches nothing.
    public init(paths: [String], prompts: String? = nil, images: String? = nil) throws {
        var samples: [Sample] = []
        for path in paths { samples += try Self.samples(at: path) }
        try Self.requireUniqueIDs(&samples)
        if let prompts { try Self.add(prompts: prompts, to: &samples) }
        if let images { try Self.add(images: images, to: &samples) }
        self.samples = samples
    }

    private static func samples(at path: String) throws -> [Sample] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue ? try folder(path) : try file(path)
        }
        let matches = PathPattern.matches(path)
        guard !matches.isEmpty else {
            throw SuiteError.unreadable(
                file: path,
                reason: PathPattern.isPattern(path)
                    ? "no file matches this pattern" : "there is no such file or folder")
        }
        return try matches.sorted(by: NaturalOrder.precedes).flatMap { match in try samples(at: match) }
    }

    private static func folder(_ path: String) throws -> [Sample] {
        if let manifest = FolderScan.manifest(in: path) { return try videos(inManifest: manifest) }
        do {
            return try FolderScan(root: path, purpose: .videos).samples
        } catch SuiteError.empty(let file, let expected) {
            // A folder of numbered images is one video.
            let names = try FileManager.default.contentsOfDirectory(atPath: path)
            guard names.contains(where: { FileKind(path: $0) == .image }) else {
                throw SuiteError.empty(file: file, expected: expected)
            }
            let name = URL(fileURLWithPath: path).lastPathComponent
            return [Sample(id: name, category: Manifest.defaultCategory, video: path)]
        }
    }

    private static func file(_ path: String) throws -> [Sample] {
        if ManifestText.extensions.contains(ManifestText.fileExtension(path)) {
            return try videos(inManifest: path)
        }
        let stem = (path as NSString).deletingPathExtension
        let beside = stem + ".txt"
        var sample = Sample(
            id: (stem as NSString).lastPathComponent, category: Manifest.defaultCategory, video: path)
        if FileManager.default.fileExists(atPath: beside) {
            sample.prompt = try ManifestText.read(beside).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return [sample]
    }

    private static func videos(inManifest file: String) throws -> [Sample] {
        let samples = try Manifest(file: file).samples
        if let without = samples.first(where: { $0.video == nil }) {
            throw SuiteError.noVideo(file: file, id: without.id)
        }
        return samples
    }

    /// Videos of the same name in several folders are told apart by their paths.
    private static func requireUniqueIDs(_ samples: inout [Sample]) throws {
        let groups = Dictionary(grouping: samples.indices) { samples[$0].id }
        for group in groups.values where group.count > 1 {
            for index in group {
                samples[index].id = ((samples[index].video ?? "") as NSString).deletingPathExtension
            }
        }
        let again = Dictionary(grouping: samples, by: \.id).filter { $0.value.count > 1 }
        if let clash = again.min(by: { $0.key < $1.key }) {
            throw SuiteError.sameName(
                folder: "the given videos", id: clash.key, files: clash.value.compactMap(\.video))
        }
    }

    private static func add(prompts file: String, to samples: inout [Sample]) throws {
        let table = try PromptTable(file: file)
        var found = false
        for index in samples.indices {
            guard let prompt = table.prompt(id: samples[index].id, path: samples[index].video ?? "") else {
                continue
            }
            samples[index].prompt = prompt
            samples[index].promptSource = nil
            found = true
        }
        guard found else {
            throw SuiteError.nothingMatches(
                file: file, what: "prompt", names: samples.prefix(3).map(\.id))
        }
    }

    private static func add(images folder: String, to samples: inout [Sample]) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw SuiteError.unreadable(file: folder, reason: error.localizedDescription)
        }
        var images: [String: String] = [:]
        for name in names where FileKind(path: name) == .image {
            let stem = (name as NSString).deletingPathExtension
            images[stem] = "\(folder)/\(name)"
            if stem.hasSuffix("_first_frame") { images[String(stem.dropLast(12))] = "\(folder)/\(name)" }
        }
        var found = false
        for index in samples.indices {
            let name = ((samples[index].video ?? "") as NSString).lastPathComponent
            let stem = (name as NSString).deletingPathExtension
            guard let image = images[stem] ?? images[samples[index].id] else { continue }
            samples[index].image = image
            found = true
        }
        guard found else {
            throw SuiteError.nothingMatches(
                file: folder, what: "first frame", names: samples.prefix(3).map(\.id))
        }
    }
}
