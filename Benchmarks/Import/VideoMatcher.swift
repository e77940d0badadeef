import Foundation
import Media

/// Matches files to the samples of a suite.
///
/// - By *id*: the path below the folder or the name, without extension, is a sample's id, the last part of one id, or the
///   name of the file that the sample was drawn from; `-seed<N>`, `-<N>` and `_<N>` at the end give the index.
/// - By *prompt* (VBench): the name is the sample's prompt, `-` and the index. A slash of a prompt may be written `_`.
/// - By *manifest*: rows with a sample's id and a video, and perhaps an index.
///
/// A name that fits several samples (one prompt for a whole class) matches none of them.
public struct VideoMatcher: Sendable {
    private let samples: [Sample]
    private var byName: [String: [Int]] = [:]
    private var byPrompt: [String: [Int]] = [:]

    public init(_ samples: [Sample]) {
        self.samples = samples
        for (position, sample) in samples.enumerated() {
            let file = sample.reference ?? sample.image ?? sample.video
            let stem = file.map { (($0 as NSString).lastPathComponent as NSString).deletingPathExtension }
            let last = (sample.id as NSString).lastPathComponent
            for name in Set([sample.id, last] + [stem].compactMap(\.self)) {
                byName[name, default: []].append(position)
            }
            if let prompt = sample.prompt { byPrompt[Self.fileName(prompt), default: []].append(position) }
        }
    }

    /// - Parameter path: a folder, a manifest, or a video.
    ///
    /// Throws: `SuiteError` when nothing is there, nothing matches, or two videos stand for the same.
    public func match(_ path: String, by rule: VideoMatch.Rule = .automatic) throws -> VideoMatch {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SuiteError.unreadable(file: path, reason: "there is no such file or folder")
        }
        if let manifest = isFolder.boolValue ? FolderScan.manifest(in: path) : Self.manifest(path),
            rule == .automatic || rule == .manifest
        {
            return try matchManifest(manifest)
        }
        guard rule != .manifest else {
            throw SuiteError.unreadable(file: path, reason: "expected a manifest, or a folder with one")
        }
        let folder = isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
        let names =
            isFolder.boolValue
            ? try DatasetFolder(root: path).files.filter { FileKind(path: $0) == .video }
            : [(path as NSString).lastPathComponent]
        guard !names.isEmpty else { throw SuiteError.empty(file: path, expected: "at least one video") }
        var pairs: [VideoMatch.Pair] = []
        var strays: [VideoMatch.Stray] = []
        for name in names {
            switch find(name, by: rule) {
            case .success(let place):
                pairs.append(
                    .init(
                        sample: samples[place.position].id, index: place.index,
                        file: folder.isEmpty ? name : "\(folder)/\(name)"))
            case .failure(let reason): strays.append(.init(file: name, reason: reason.text))
            }
        }
        return try result(pairs, strays, source: path)
    }

    private static func manifest(_ path: String) -> String? {
        ManifestText.extensions.contains(ManifestText.fileExtension(path)) ? path : nil
    }

    private func result(_ pairs: [VideoMatch.Pair], _ strays: [VideoMatch.Stray], source: String) throws
        -> VideoMatch
    {
        guard !pairs.isEmpty else {
            throw SuiteError.nothingMatches(
                file: source, what: "video", names: samples.prefix(3).map(\.id))
        }
        let twins = Dictionary(grouping: pairs) { "\($0.sample)\n\($0.index)" }.values.filter { $0.count > 1 }
        if let twin = twins.min(by: { $0[0].file < $1[0].file }) {
            throw SuiteError.sameSample(folder: source, id: twin[0].sample, files: twin.map(\.file))
        }
        let order = Dictionary(uniqueKeysWithValues: samples.enumerated().map { ($1.id, $0) })
        let found = Set(pairs.map(\.sample))
        return VideoMatch(
            pairs: pairs.sorted {
                let (one, other) = (order[$0.sample] ?? 0, order[$1.sample] ?? 0)
                return one != other ? one < other : $0.index < $1.index
            },
            samplesWithout: samples.map(\.id).filter { !found.contains($0) },
            strays: strays.sorted { NaturalOrder.precedes($0.file, $1.file) })
    }
}

extension VideoMatcher {
    private struct Reason: Error { var text: String }
    private typealias Place = (position: Int, index: Int)

    private static func fileName(_ prompt: String) -> String { prompt.replacing("/", with: "_") }

    private func find(_ name: String, by rule: VideoMatch.Rule) -> Result<Place, Reason> {
        let path = (name as NSString).deletingPathExtension
        let stem = (path as NSString).lastPathComponent
        var crowd: (text: String, count: Int)?
        if rule != .prompt {
            for (text, index) in Self.readings(path) + Self.readings(stem) {
                guard let found = byName[text] else { continue }
                if found.count == 1 { return .success((found[0], index)) }
                crowd = (text, found.count)
            }
        }
        if rule != .id, let (prompt, index) = Self.numbered(stem, separator: "-"),
            let found = byPrompt[prompt]
        {
            if found.count == 1 { return .success((found[0], index)) }
            crowd = (prompt, found.count)
        }
        if let crowd {
            return .failure(
                Reason(text: "“\(crowd.text)” stands for \(crowd.count) samples; name files after sample ids")
            )
        }
        let known =
            (rule == .prompt ? [] : byName.keys.sorted()) + (rule == .id ? [] : byPrompt.keys.sorted())
        let bare = Self.numbered(stem, separator: "-")?.text ?? stem
        // Long lists would take long to search for what is shown as a hint only.
        let near = known.count <= 20_000 ? NearestNames.nearest(to: bare, in: known) : []
        return .failure(
            Reason(
                text: "no sample is called so" + (near.isEmpty ? "" : "; is “\(near[0])” meant?")))
    }

    /// A name as it is, and with a number at its end as an index.
    private static func readings(_ name: String) -> [(text: String, index: Int)] {
        [(name, 0)] + ["-seed", "-", "_"].compactMap { numbered(name, separator: $0) }
    }

    /// `text<separator>digits` in its two parts.
    private static func numbered(_ name: String, separator: String) -> (text: String, index: Int)? {
        guard let range = name.range(of: separator, options: .backwards), range.lowerBound > name.startIndex,
            !name[range.upperBound...].isEmpty,
            name[range.upperBound...].allSatisfy({ ("0"..."9").contains($0) }),
            let index = Int(name[range.upperBound...])
        else { return nil }
        return (String(name[..<range.lowerBound]), index)
    }

    private func matchManifest(_ file: String) throws -> VideoMatch {
        let document = try ManifestDocument(file: file)
        let holder = (file as NSString).deletingLastPathComponent
        let ids = Dictionary(uniqueKeysWithValues: samples.enumerated().map { ($1.id, $0) })
        var pairs: [VideoMatch.Pair] = []
        var strays: [VideoMatch.Stray] = []
        var missing: [SuiteError.MissingFile] = []
        for record in try document.records() {
            let sample = try record.require(["sample", "sample_id", "id", "name"], file: file)
            let video = try record.require(ManifestColumns.video, file: file)
            let index = try record.text(["index", "seed"], file: file)
            guard let number = Int(index?.text ?? "0"), number >= 0 else {
                throw SuiteError.badField(
                    file: file, line: record.line, column: index?.name ?? "index",
                    expected: "a whole number from 0", found: index?.text ?? "")
            }
            let path = video.text.hasPrefix("/") || holder.isEmpty ? video.text : "\(holder)/\(video.text)"
            if !FileManager.default.fileExists(atPath: path) {
                missing.append(.init(line: video.line, column: video.name, path: video.text))
            } else if ids[sample.text] != nil {
                pairs.append(.init(sample: sample.text, index: number, file: path))
            } else {
                let near = NearestNames.nearest(to: sample.text, in: samples.map(\.id))
                strays.append(
                    .init(
                        file: video.text,
                        reason: "line \(sample.line) names the sample “\(sample.text)”, which there is not"
                            + (near.isEmpty ? "" : "; is “\(near[0])” meant?")))
            }
        }
        guard missing.isEmpty else { throw SuiteError.missingFiles(manifest: file, files: missing) }
        return try result(pairs, strays, source: file)
    }
}
