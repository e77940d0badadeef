import Foundation

/// What the annotations of a data set name, which of it a suite draws, and what is on disk for it.
package struct DatasetSurvey: Sendable {
    /// An entry that the suite draws, as a sample.
    struct Drawn: Sendable {
        var entry: DatasetEntry
        var sample: Sample
    }

    let definition: SuiteDefinition
    let dataset: SuiteDefinition.Dataset
    let folder: DatasetFolder
    let index: DatasetIndex
    let drawn: [Drawn]
    /// Whether the suite draws more samples than there are entries.
    let isShort: Bool

    /// The drawn samples, whether their files are there or not.
    package var samples: [Sample] { drawn.map(\.sample) }

    /// Throws: `SuiteError` for annotations that are not there or cannot be read.
    package init(definition: SuiteDefinition, data: String, suiteFolder: String) throws {
        guard let dataset = definition.dataset else {
            throw SuiteError.notADataset(suite: definition.id)
        }
        self.definition = definition
        self.dataset = dataset
        folder = try DatasetFolder(root: data)
        index = try DatasetLayoutRegistry.layout(dataset.layout).index(definition, dataset, in: folder)
        // A draw that the entries cannot give draws nothing, so that a check can still tell what is there.
        isShort = (dataset.count ?? 0) > index.entries.count
        let prompts = try dataset.prompts.map { try PromptTable(file: "\(suiteFolder)/\($0)") }
        let draw = SampleDraw(seed: dataset.seed)
        var drawn: [Drawn] = []
        for entry in draw.entries(of: index, definition, count: isShort ? 0 : dataset.count) {
            let sample = try Self.sample(entry, draw, prompts, folder)
            drawn.append(Drawn(entry: entry, sample: sample))
        }
        self.drawn = drawn
    }

    private static func sample(
        _ entry: DatasetEntry, _ draw: SampleDraw, _ prompts: PromptTable?, _ folder: DatasetFolder
    ) throws -> Sample {
        var prompt =
            entry.prompts.isEmpty
            ? nil : entry.prompts[draw.caption(of: entry.id, among: entry.prompts.count)]
        if let prompts {
            prompt = prompts.prompt(id: entry.category, path: "")
            if prompt == nil {
                throw SuiteError.definition(
                    file: prompts.file, reason: "expected a prompt for \(entry.category)")
            }
        }
        let path = folder.absolute(entry.match.path ?? entry.file)
        return Sample(
            id: entry.id, category: entry.category, prompt: prompt, image: entry.isImage ? path : nil,
            reference: entry.isImage ? nil : path, objects: entry.objects, scene: entry.scene)
    }

    /// Why an entry has no file, if it has none.
    func missingFile(_ entry: DatasetEntry) -> DatasetFinding? {
        switch entry.match {
        case .exact, .respelled: nil
        case .missing: DatasetFinding(.missing, entry.file)
        case .ambiguous(let files):
            DatasetFinding(.caseDuplicate, entry.file, "there are \(files.joined(separator: " and "))")
        }
    }
}
