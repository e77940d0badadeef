import Foundation

/// I2V-Bench as it is released: videos in a folder a category, and an annotation table (CSV, JSON and their like) whose
/// columns are found under any of the names in `Columns`.
///
/// The object and scene words of the two 100-video subsets stand in columns of the table or in files of their own
/// (`dataset.objects`, `dataset.scenes`). The paper does not print them.
///
/// Source: ConsistI2V, arXiv 2402.04324, section 4 and appendix C.
struct I2VBenchLayout: DatasetLayout {
    static let id = "i2v-bench"

    /// Names of columns in order of precedence; case, spaces and hyphens do not count.
    enum Columns {
        static let file = [
            "video", "video_path", "file", "path", "filename", "file_name", "video_name", "video_file",
            "video_id",
            "name", "id",
        ]
        static let category = ["category", "categories", "class", "type", "label"]
        static let caption = [
            "caption", "prompt", "text", "description", "prompt_en", "annotation", "sentence",
        ]
        static let objects = ["objects", "object", "object_label", "object_labels", "object_class"]
        static let scene = ["scene", "scenes", "scene_label", "scene_labels", "scene_keyword"]
        /// Names under which the rows of a JSON file may stand.
        static let holders = ["items", "samples", "videos", "annotations", "data"]
    }

    func index(
        _ definition: SuiteDefinition, _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> DatasetIndex {
        let path = try annotation(anyOf: dataset.annotations, dataset, in: folder)
        let media = try mediaFolder(dataset, in: folder)
        let file = folder.absolute(path)
        let document = try ManifestDocument(file: file)
        for names in [Columns.file, Columns.caption] {
            try AnnotationRows.requireColumns(names, of: document)
        }
        let rows = try AnnotationRows.flattened(
            document, holders: Columns.holders, key: "video", text: "caption",
            group: "category")
        guard !rows.isEmpty else { throw SuiteError.empty(file: file, expected: "at least one video") }
        var lines: [String: [Int]] = [:]
        var entries = try rows.map { row in
            let entry = try entry(row, file, definition, media: media, folder)
            lines[entry.id, default: []].append(row.line)
            return entry
        }
        try DatasetIndex.requireUnique(lines, file: file)
        var files = [path]
        for (names, columns, keyPath) in [
            (dataset.objects, Columns.objects, \DatasetEntry.objects),
            (dataset.scenes, Columns.scene, \DatasetEntry.sceneWords),
        ] {
            guard let labels = names.flatMap({ folder.match(anyOf: $0).path }) else { continue }
            try addLabels(folder.absolute(labels), columns, keyPath, to: &entries)
            files.append(labels)
        }
        return DatasetIndex(entries: entries, mediaFolder: media, annotationFiles: files)
    }

    private func entry(
        _ row: ManifestRecord, _ file: String, _ definition: SuiteDefinition, media: String,
        _ folder: DatasetFolder
    ) throws -> DatasetEntry {
        let name = try row.require(Columns.file, file: file).text
        let caption = try row.require(Columns.caption, file: file).text
        let written = try row.text(Columns.category, file: file)
        let holder = (name as NSString).deletingLastPathComponent
        let group = written?.text ?? (holder as NSString).lastPathComponent
        guard !group.isEmpty else {
            throw SuiteError.missingColumn(
                file: file, line: row.line,
                expected:
                    "a column \(Columns.category.joined(separator: ", ")), or files with their category's folder"
                    + AnnotationRows.nearest(Columns.category, in: row.fields.map(\.name)),
                found: row.fields.map(\.name))
        }
        let category = try category(group, definition, file: file, line: written?.line ?? row.line)
        let places = Self.places(name, category: category, written: group, media: media)
        let match = folder.match(anyOf: places)
        let stem = FileKind(path: name) == .video ? (name as NSString).deletingPathExtension : name
        return DatasetEntry(
            id: "\(category)/\((stem as NSString).lastPathComponent)", category: category, file: places[0],
            match: match, prompts: [caption], objects: try row.words(Columns.objects, file: file),
            scene: try row.text(Columns.scene, file: file)?.text)
    }

    /// Where a video may lie: in its category's folder or beside the others, with the extension where none is written.
    private static func places(_ name: String, category: String, written: String, media: String) -> [String] {
        let files =
            FileKind(path: name) == .video
            ? [name] : ["mp4", "webm", "mkv", "mov", "avi"].map { "\(name).\($0)" }
        let inside = media == "." ? "" : "\(media)/"
        let folders = [category, written].map { "\(inside)\($0)/" }
        // A name that brings its folder is first looked for there.
        let places = name.contains("/") ? [inside] + folders : folders + [inside]
        return files.flatMap { file in (places + [""]).map { $0 + file } }
    }

    /// Words by file name. Throws: `SuiteError.unknownName` for a file that the annotations do not name.
    private func addLabels(
        _ file: String, _ columns: [String], _ keyPath: WritableKeyPath<DatasetEntry, [String]>,
        to entries: inout [DatasetEntry]
    ) throws {
        let places = Dictionary(grouping: entries.indices) { index in
            (entries[index].id as NSString).lastPathComponent
        }
        let document = try ManifestDocument(file: file)
        for names in [Columns.file, columns] {
            try AnnotationRows.requireColumns(names, of: document)
        }
        let rows = try AnnotationRows.flattened(
            document, holders: Columns.holders, key: "video", text: columns[0],
            group: "category")
        for row in rows {
            let name = try row.require(Columns.file, file: file).text
            let stem =
                (FileKind(path: name) == .video ? (name as NSString).deletingPathExtension : name) as NSString
            let found = (places[stem.lastPathComponent] ?? []).filter { index in
                stem.deletingLastPathComponent.isEmpty || entries[index].id.hasSuffix(stem as String)
            }
            guard found.count == 1 else {
                throw SuiteError.unknownName(
                    file: file, line: row.line, kind: found.isEmpty ? "video" : "single video", name: name,
                    nearest: found.isEmpty
                        ? NearestNames.nearest(to: stem.lastPathComponent, in: places.keys.sorted())
                        : found.map { entries[$0].id })
            }
            let words = try row.words(columns, file: file)
            guard !words.isEmpty else {
                throw SuiteError.missingColumn(
                    file: file, line: row.line, expected: "a column \(columns.joined(separator: ", "))",
                    found: row.fields.map(\.name))
            }
            entries[found[0]][keyPath: keyPath] = words
        }
    }
}

extension DatasetEntry {
    /// The scene as a list of one, so that both kinds of label are read alike.
    fileprivate var sceneWords: [String] {
        get { scene.map { [$0] } ?? [] }
        set { scene = newValue.joined(separator: " ") }
    }
}
