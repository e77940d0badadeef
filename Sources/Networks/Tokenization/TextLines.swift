/// Reads text files of one entry a line, gzipped or not.
enum TextLines {
    /// The lines, without the empty one after the last line end.
    /// - Parameter entry: what a line holds, for error texts.
    /// - Throws: `TokenizerError.vocabulary` naming the file.
    static func read(_ path: String, each entry: String) throws -> [String] {
        guard let text = String(validating: try Gunzip.bytes(ofFile: path), as: UTF8.self) else {
            throw TokenizerError.vocabulary(file: path, expected: "UTF-8 text", found: "other bytes")
        }
        // By scalars: as characters, "\r\n" is one, which is not "\n".
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0.last == "\r" ? $0.dropLast() : $0)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else {
            throw TokenizerError.vocabulary(file: path, expected: "one \(entry) a line", found: "none")
        }
        return lines
    }
}
