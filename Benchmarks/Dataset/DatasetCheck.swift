import Foundation
import Hashing
import Media
import Synchronization
import Tensor

/// Looks through a data set on disk: what is missing, extra, corrupt, too short, or there twice but for its case.
public struct DatasetCheck: Sendable {
    /// What was looked at and what was found.
    public struct Report: Sendable, Hashable, Codable {
        public var suite: String
        public var version: String
        public var data: String
        /// Entries that the annotations or the list name.
        public var entries: Int
        /// Files among them that were opened.
        public var opened: Int
        /// Samples that the suite draws from them.
        public var samples: Int
        /// By kind in the order of `Kind`, then by path; counts in the suite's order of categories.
        public var findings: [DatasetFinding]

        /// Whether the suite can be run as it is meant.
        public var isComplete: Bool { !findings.contains(where: \.kind.isDefect) }

        public func findings(_ kind: DatasetFinding.Kind) -> [DatasetFinding] {
            findings.filter { $0.kind == kind }
        }
    }

    /// How closely files are looked at.
    public enum Depth: String, Sendable, CaseIterable {
        /// Whether they are there.
        case names
        /// Whether their first frame can be decoded, and the length that they declare.
        case headers
        /// Every frame.
        case frames
    }

    let definition: SuiteDefinition
    let suiteFolder: String
    let depth: Depth
    let decoder: MediaDecoder

    public init(
        definition: SuiteDefinition, suiteFolder: String, depth: Depth = .frames,
        decoder: MediaDecoder = MediaDecoder()
    ) {
        self.definition = definition
        self.suiteFolder = suiteFolder
        self.depth = depth
        self.decoder = decoder
    }

    private struct File: Sendable {
        var name: String
        var path: String
        var isImage: Bool
        var sha256: String?
    }

    /// - Parameters:
    ///   - data: the data folder, or a list that `suite prepare` froze.
    ///   - progress: called with the number of files done so far, on any thread.
    ///
    /// Throws: `SuiteError` for annotations that cannot be read.
    public func report(on data: String, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) throws
        -> Report
    {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) else {
            throw SuiteError.unreadable(file: data, reason: "there is no such file or folder")
        }
        return isFolder.boolValue
            ? try report(onFolder: data, progress) : try report(onList: data, progress)
    }

    private func report(onFolder data: String, _ progress: @escaping @Sendable (Int, Int) -> Void) throws
        -> Report
    {
        let survey = try DatasetSurvey(definition: definition, data: data, suiteFolder: suiteFolder)
        var findings = survey.index.notes
        var files: [File] = []
        for entry in survey.index.entries {
            // Twins are listed once, by the inventory.
            if entry.match == .missing { findings.append(DatasetFinding(.missing, entry.file)) }
            if case .respelled(let path) = entry.match {
                findings.append(DatasetFinding(.respelled, path, "annotated as \(entry.file)"))
            }
            guard let path = entry.match.path else { continue }
            files.append(File(name: path, path: survey.folder.absolute(path), isImage: entry.isImage))
        }
        findings += DatasetInventory(survey: survey).findings
        findings += examine(files, progress)
        return report(data, entries: survey.index.entries.count, files.count, survey.drawn.count, findings)
    }

    private func report(onList file: String, _ progress: @escaping @Sendable (Int, Int) -> Void) throws
        -> Report
    {
        let list = try FrozenSamples(file: file)
        guard list.definition.id == definition.id else {
            throw SuiteError.otherSuite(file: file, expected: definition.id, found: list.definition.id)
        }
        let folder = list.folder(of: file)
        var findings: [DatasetFinding] = []
        var files: [File] = []
        for entry in list.samples {
            let path = "\(folder)/\(entry.file)"
            if FileManager.default.fileExists(atPath: path) {
                files.append(
                    File(
                        name: entry.file, path: path, isImage: FileKind(path: path) == .image,
                        sha256: depth == .names ? nil : entry.sha256))
            } else {
                findings.append(DatasetFinding(.missing, entry.file))
            }
        }
        findings += examine(files, progress)
        return report(folder, entries: list.samples.count, files.count, list.samples.count, findings)
    }

    private func report(
        _ data: String, entries: Int, _ opened: Int, _ samples: Int, _ findings: [DatasetFinding]
    )
        -> Report
    {
        let order = Dictionary(
            uniqueKeysWithValues: DatasetFinding.Kind.allCases.enumerated().map { ($1, $0) })
        return Report(
            suite: definition.id, version: definition.version, data: data, entries: entries,
            opened: depth == .names ? 0 : opened, samples: samples,
            findings: findings.enumerated().sorted { one, other in
                let (first, second) = (one.element, other.element)
                let places = (order[first.kind] ?? 0, order[second.kind] ?? 0)
                if places.0 != places.1 { return places.0 < places.1 }
                // Counts keep the suite's order, the whole first.
                if first.kind == .miscount { return one.offset < other.offset }
                return (first.path, first.detail) < (second.path, second.detail)
            }.map(\.element))
    }

    /// Opens every file, several at a time; what is found does not depend on how many.
    private func examine(_ files: [File], _ progress: @escaping @Sendable (Int, Int) -> Void)
        -> [DatasetFinding]
    {
        guard depth != .names else { return [] }
        let found = Mutex<(findings: [DatasetFinding], done: Int)>(([], 0))
        Parallel.forEach(files.count) { index in
            let finding = finding(files[index])
            let done = found.withLock { state in
                if let finding { state.findings.append(finding) }
                state.done += 1
                return state.done
            }
            progress(done, files.count)
        }
        return found.withLock(\.findings)
    }

    private func finding(_ file: File) -> DatasetFinding? {
        if let expected = file.sha256, let hash = try? SHA256.hex(ofFile: file.path), hash != expected {
            return DatasetFinding(
                .changed, file.name, "expected SHA-256 \(expected.prefix(12))…, found \(hash.prefix(12))…")
        }
        do {
            let reader = try decoder.video(at: file.path)
            guard try reader.next() != nil else {
                throw MediaError.noFrames(path: file.path, found: "none")
            }
            if depth == .frames { while try reader.next() != nil {} }
            let needed = file.isImage ? 1 : definition.protocolSettings.frames
            let frames = depth == .frames ? reader.frameCount : reader.properties.declaredFrames ?? needed
            return frames < needed
                ? DatasetFinding(.tooShort, file.name, "expected \(needed) frames, found \(frames)") : nil
        } catch {
            return DatasetFinding(.corrupt, file.name, "\(error)")
        }
    }
}
