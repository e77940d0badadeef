/// The names under which people write what a sample needs, in order of precedence.
enum ManifestColumns {
    static let id = ["id", "name", "sample", "sample_id"]
    static let category = ["category", "class", "label"]
    static let prompt = ["prompt", "caption", "text", "description"]
    static let image = ["image", "first_frame", "first_image", "input", "input_image", "image_path"]
    static let video = ["video", "video_path", "file", "path", "filename", "file_name"]
    static let reference = ["reference", "reference_video", "ground_truth"]
    static let objects = ["objects", "object"]
    static let scene = ["scene"]
    static let motion = ["motion"]

    /// Columns that say "a file" and leave its kind to the extension.
    static let eitherKind: Set<String> = ["input", "file", "path", "filename", "file_name"]

    /// Lower case with underscores: `First Frame` is `first_frame`.
    static func normalized(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }
}

extension ManifestRecord {
    /// The first column of the list that holds something.
    func field(_ names: [String]) -> Field? {
        for name in names {
            let match = fields.first { ManifestColumns.normalized($0.name) == name && $0.value != .null }
            if let match { return match }
        }
        return nil
    }

    /// The text of a column; numbers count as the text they are written as.
    ///
    /// Throws: `SuiteError.badField` for lists and records.
    func text(_ names: [String], file: String) throws -> (name: String, text: String, line: Int)? {
        guard let field = field(names) else { return nil }
        switch field.value {
        case .text(let text), .literal(let text):
            return (ManifestColumns.normalized(field.name), text, field.line)
        default:
            throw SuiteError.badField(
                file: file, line: field.line, column: field.name, expected: "text", found: field.value.kind)
        }
    }

    /// The words of a column: a list, or a text with commas or semicolons between them.
    func words(_ names: [String], file: String) throws -> [String] {
        guard let field = field(names) else { return [] }
        switch field.value {
        case .text(let text), .literal(let text):
            return text.split { $0 == "," || $0 == ";" }.map(Self.trimmed).filter { !$0.isEmpty }
        case .list(let values):
            return try values.map { value in
                guard case .text(let word) = value else {
                    throw SuiteError.badField(
                        file: file, line: field.line, column: field.name, expected: "a list of words",
                        found: "\(value.kind) in it")
                }
                return word
            }
        default:
            throw SuiteError.badField(
                file: file, line: field.line, column: field.name, expected: "words", found: field.value.kind)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
