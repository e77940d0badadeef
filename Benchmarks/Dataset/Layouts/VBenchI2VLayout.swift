import Foundation

/// VBench-I2V as it is released: `i2v-bench-info.json` and images cut to one aspect ratio, `crop/1-1` and its like.
///
/// A sample's id is its image's name without extension, its category the `type`, its prompt the `caption`.
///
/// Source: https://github.com/Vchitect/VBench, `vbench2_beta_i2v`.
struct VBenchI2VLayout: DatasetLayout {
    static let id = "vbench-i2v"

    func index(
        _ definition: SuiteDefinition, _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> DatasetIndex {
        let path = try annotation(anyOf: dataset.annotations, dataset, in: folder)
        let media = try mediaFolder(dataset, in: folder)
        let file = folder.absolute(path)
        var lines: [String: [Int]] = [:]
        let entries = try ManifestDocument(file: file).records().map { record in
            let name = try record.require(["file_name", "image_name"], file: file).text
            let type = try record.require(["type", "image_type"], file: file)
            let caption = try record.require(["caption", "prompt_en"], file: file)
            guard FileKind(path: name) == .image else {
                throw SuiteError.badField(
                    file: file, line: record.line, column: "file_name", expected: "an image",
                    found: "“\(name)”")
            }
            let wanted = "\(media)/\(name)"
            let id = (name as NSString).deletingPathExtension
            lines[id, default: []].append(record.line)
            return DatasetEntry(
                id: id, category: try category(type.text, definition, file: file, line: type.line),
                file: wanted, match: folder.match(wanted), prompts: [caption.text])
        }
        try DatasetIndex.requireUnique(lines, file: file)
        guard !entries.isEmpty else { throw SuiteError.empty(file: file, expected: "at least one image") }
        return DatasetIndex(entries: entries, mediaFolder: media, annotationFiles: [path])
    }
}
