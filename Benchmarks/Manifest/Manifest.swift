import Foundation

/// Samples from a manifest file.
struct Manifest: Sendable {
    let file: String
    /// In the order of the file, with paths made absolute or relative to the working directory.
    private(set) var samples: [Sample] = []
    /// The category of samples that name none.
    static let defaultCategory = "all"

    private var lines: [String: [Int]] = [:]
    private var missing: [SuiteError.MissingFile] = []

    /// Throws: `SuiteError` naming the file and line; every missing file is listed in one error.
    init(file: String) throws {
        self.file = file
        let document = try ManifestDocument(file: file)
        let records = try document.records()
        if let header = document.header { try Self.require(header: header, file: file) }
        guard !records.isEmpty else { throw SuiteError.empty(file: file, expected: "at least one sample") }
        for record in records { try add(record) }
        if let repeated = lines.filter({ $0.value.count > 1 }).min(by: { $0.value[0] < $1.value[0] }) {
            throw SuiteError.duplicateID(file: file, id: repeated.key, lines: repeated.value)
        }
        guard missing.isEmpty else { throw SuiteError.missingFiles(manifest: file, files: missing) }
    }

    private static func require(header: [String], file: String) throws {
        let names = header.map(ManifestColumns.normalized)
        let inputs = ManifestColumns.image + ManifestColumns.video + ManifestColumns.reference
        guard names.contains(where: inputs.contains) else {
            throw SuiteError.missingColumn(
                file: file, line: 1, expected: "a column with files: image, first_frame, video, file or path",
                found: header)
        }
        if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw SuiteError.ambiguousColumn(
                file: file, line: 1, meaning: twice,
                found: header.filter { ManifestColumns.normalized($0) == twice })
        }
    }

    private mutating func add(_ record: ManifestRecord) throws {
        var sample = Sample(id: "", category: Manifest.defaultCategory)
        try addFiles(record, to: &sample)
        guard let anyFile = sample.video ?? sample.image ?? sample.reference else {
            throw SuiteError.missingColumn(
                file: file, line: record.line, expected: "an image or a video in every sample",
                found: record.fields.filter { $0.value != .null }.map(\.name))
        }
        let written = try record.text(ManifestColumns.id, file: file)?.text
        sample.id = written ?? ((anyFile as NSString).lastPathComponent as NSString).deletingPathExtension
        sample.category = try record.text(ManifestColumns.category, file: file)?.text ?? sample.category
        if let prompt = try record.text(ManifestColumns.prompt, file: file) {
            sample.prompt = prompt.text
            sample.promptSource = prompt.name == "prompt" ? nil : prompt.name
        }
        sample.objects = try record.words(ManifestColumns.objects, file: file)
        sample.scene = try record.text(ManifestColumns.scene, file: file)?.text
        sample.motion = try record.words(ManifestColumns.motion, file: file)
        lines[sample.id, default: []].append(record.line)
        samples.append(sample)
    }

    private mutating func addFiles(_ record: ManifestRecord, to sample: inout Sample) throws {
        for names in [ManifestColumns.image, ManifestColumns.video, ManifestColumns.reference] {
            guard let entry = try record.text(names, file: file) else { continue }
            let path = resolved(entry.text)
            if !FileManager.default.fileExists(atPath: path) {
                missing.append(.init(line: entry.line, column: entry.name, path: entry.text))
            }
            let isImage =
                ManifestColumns.eitherKind.contains(entry.name)
                ? FileKind(path: path) == .image : names == ManifestColumns.image
            if names == ManifestColumns.reference {
                sample.reference = path
            } else if isImage {
                sample.image = sample.image ?? path
            } else {
                sample.video = sample.video ?? path
            }
        }
    }

    /// Paths are relative to the manifest.
    private func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        let folder = (file as NSString).deletingLastPathComponent
        return folder.isEmpty ? path : "\(folder)/\(path)"
    }
}
