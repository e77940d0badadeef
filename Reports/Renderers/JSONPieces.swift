import Foundation

/// Long arrays of a JSON text, encoded some elements at a time: an encoder's own tree of ten thousand scores takes many
/// times the memory of their text.
enum JSONPieces {
    /// Elements that are encoded together.
    private static let together = 128

    /// Puts elements into the empty array of a key. The text is then as if they had been encoded with the rest.
    ///
    /// - Parameters:
    ///   - text: was made by the same encoder, with keys in order and the array empty. The key stands there once.
    ///   - depth: how deep the key is nested, from 1; nil for text in one line.
    static func filling(
        _ key: String, with elements: some Collection<some Encodable>, in text: String, depth: Int?,
        by encoder: JSONEncoder
    ) throws -> String {
        guard !elements.isEmpty else { return text }
        let indent = String(repeating: "  ", count: depth ?? 0)
        let place = depth == nil ? "\"\(key)\":[]" : "\"\(key)\" : [\n\n\(indent)]"
        guard let range = text.range(of: place) else {
            preconditionFailure("the text holds an empty array “\(key)”")
        }
        var result = String(text[..<range.lowerBound])
        result += depth == nil ? "\"\(key)\":[" : "\"\(key)\" : ["
        var rest = elements[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(together))
            rest = rest.dropFirst(part.count)
            let encoded = String(decoding: try encoder.encode(part), as: UTF8.self)
            // The brackets of the part, with their line in text of several.
            if depth == nil {
                result += encoded.dropFirst().dropLast()
            } else {
                for line in encoded.split(separator: "\n").dropFirst().dropLast() {
                    result += "\n\(indent)\(line)"
                }
            }
            if !rest.isEmpty { result += "," }
        }
        result += depth == nil ? "]" : "\n\(indent)]"
        return result + text[range.upperBound...]
    }
}
