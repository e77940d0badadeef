/// MSR-VTT as it is released: `test_videodatainfo.json` with the lists `videos` and `sentences`, and `<video_id>.mp4`.
///
/// Videos of another split than the suite's are left out, so the annotations of all 10,000 videos serve as well.
/// The captions of a video are put in the order of `sen_id`.
///
/// Source: Xu et al., MSR-VTT, CVPR 2016.
struct MSRVTTLayout: DatasetLayout {
    static let id = "msr-vtt"

    private struct Caption {
        var number: Int
        var text: String
    }

    func index(
        _ definition: SuiteDefinition, _ dataset: SuiteDefinition.Dataset, in folder: DatasetFolder
    ) throws -> DatasetIndex {
        let path = try annotation(anyOf: dataset.annotations, dataset, in: folder)
        let media = try mediaFolder(dataset, in: folder)
        let file = folder.absolute(path)
        let document = try ManifestDocument(file: file)
        let videos = try AnnotationRows.list(under: ["videos"], of: document)
        let captions = try captions(of: document, file: file)
        var entries: [DatasetEntry] = []
        var lines: [String: [Int]] = [:]
        var known: Set<String> = []
        for video in videos {
            let id = try video.require(["video_id"], file: file).text
            known.insert(id)
            if let split = dataset.split, let found = try video.text(["split"], file: file)?.text,
                found != split
            {
                continue
            }
            lines[id, default: []].append(video.line)
            let name = try video.require(["category"], file: file)
            let category = try category(name.text, definition, file: file, line: name.line)
            let wanted = "\(media)/\(id).mp4"
            guard let texts = captions[id], !texts.isEmpty else {
                throw SuiteError.missingColumn(
                    file: file, line: video.line, expected: "a sentence for every video", found: [id])
            }
            entries.append(
                DatasetEntry(
                    id: id, category: category, file: wanted, match: folder.match(wanted),
                    prompts: texts.sorted { ($0.number, $0.text) < ($1.number, $1.text) }.map(\.text)))
        }
        try DatasetIndex.requireUnique(lines, file: file)
        if let stranger = captions.keys.filter({ !known.contains($0) }).min() {
            throw SuiteError.unknownName(
                file: file, line: 1, kind: "video in `sentences`", name: stranger,
                nearest: NearestNames.nearest(to: stranger, in: known.sorted()))
        }
        guard !entries.isEmpty else {
            throw SuiteError.empty(file: file, expected: "videos of the split “\(dataset.split ?? "any")”")
        }
        return DatasetIndex(entries: entries, mediaFolder: media, annotationFiles: [path])
    }

    private func captions(of document: ManifestDocument, file: String) throws -> [String: [Caption]] {
        var captions: [String: [Caption]] = [:]
        for sentence in try AnnotationRows.list(under: ["sentences"], of: document) {
            let id = try sentence.require(["video_id"], file: file).text
            let text = try sentence.require(["caption"], file: file).text
            let number = try sentence.text(["sen_id"], file: file)
            guard let number, let place = Int(number.text) else {
                throw SuiteError.badField(
                    file: file, line: sentence.line, column: "sen_id", expected: "a whole number",
                    found: number?.text ?? "nothing")
            }
            captions[id, default: []].append(Caption(number: place, text: text))
        }
        return captions
    }
}
