import Foundation

/// Makes any text harmless in HTML.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default:
                result.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
            }
        }
        return result
    }

    /// A path as a page refers to it: relative ones as they are, absolute ones as `file://` addresses.
    static func address(_ path: String) -> String {
        let encoded = MarkdownText.destination(path)
        return path.hasPrefix("/") ? "file://" + encoded : encoded
    }

    /// File contents inside the page.
    static func embedded(_ bytes: Data, path: String) -> String {
        let type = path.hasSuffix(".svg") ? "image/svg+xml" : "image/png"
        return "data:\(type);base64,\(bytes.base64EncodedString())"
    }
}
