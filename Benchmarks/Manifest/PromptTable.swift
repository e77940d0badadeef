import Foundation

/// Prompts by the name of the video or image they belong to.
struct PromptTable: Sendable {
    let file: String
    private var prompts: [String: String] = [:]

    /// Reads a mapping of names to prompts: `.txt` with a tab or a colon and a space between name and prompt, a
    /// table or list of records with a name and a prompt column, or a JSON or YAML mapping.
    ///
    /// Throws: `SuiteError` naming file and line.
    init(file: String) throws {
        self.file = file
        if ManifestText.fileExtension(file) == "txt" {
            try readLines(try ManifestText.read(file))
        } else {
            try readDocument(try ManifestDocument(file: file))
        }
        guard !prompts.isEmpty else { throw SuiteError.empty(file: file, expected: "at least one prompt") }
    }

    private mutating func readLines(_ text: String) throws {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
            let (name, prompt): (Substring, Substring)
            if let tab = line.firstIndex(of: "\t") {
                (name, prompt) = (line[..<tab], line[line.index(after: tab)...])
            } else if let colon = line.range(of: ": ") {
                (name, prompt) = (line[..<colon.lowerBound], line[colon.upperBound...])
            } else {
                throw SuiteError.syntax(
                    file: file, line: index + 1,
                    reason: "expected a name, a tab or “: ”, and a prompt, found “\(line.prefix(60))”")
            }
            try add(String(name), String(prompt), line: index + 1)
        }
    }

    private mutating func readDocument(_ document: ManifestDocument) throws {
        if case .record(let record) = document.root,
            !record.fields.contains(where: { ["items", "samples"].contains($0.name.lowercased()) })
        {
            for field in record.fields {
                guard case .text(let prompt) = field.value else {
                    throw SuiteError.badField(
                        file: file, line: field.line, column: field.name, expected: "a prompt",
                        found: field.value.kind)
                }
                try add(field.name, prompt, line: field.line)
            }
            return
        }
        let names = ManifestColumns.video + ManifestColumns.id + ManifestColumns.image
        for record in try document.records() {
            guard let name = try record.text(names, file: file),
                let prompt = try record.text(ManifestColumns.prompt, file: file)
            else {
                throw SuiteError.missingColumn(
                    file: file, line: record.line, expected: "a name (id, name, video or file) and a prompt",
                    found: record.fields.filter { $0.value != .null }.map(\.name))
            }
            try add(name.text, prompt.text, line: record.line)
        }
    }

    private mutating func add(_ name: String, _ prompt: String, line: Int) throws {
        guard prompts.updateValue(prompt, forKey: name) == nil else {
            throw SuiteError.syntax(file: file, line: line, reason: "“\(name)” has a prompt already")
        }
    }

    /// The prompt of a sample, by its id, its file's name, or that name without extension.
    func prompt(id: String, path: String) -> String? {
        let name = (path as NSString).lastPathComponent
        let stem = (name as NSString).deletingPathExtension
        return prompts[id] ?? prompts[name] ?? prompts[stem]
    }
}
