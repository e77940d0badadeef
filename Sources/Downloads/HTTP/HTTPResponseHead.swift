import Foundation

/// Status and header fields of an answer.
struct HTTPResponseHead: Sendable, Equatable {
    let status: Int
    /// By lower-case name; of repeated fields the last.
    private(set) var fields: [String: String] = [:]

    /// - Parameter line: `HTTP/1.1 200 OK`.
    init(statusLine line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
    }

    mutating func add(_ line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        let name = line[..<colon].trimmingCharacters(in: .whitespaces).lowercased()
        fields[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }

    /// Takes over what an earlier answer on the way here said of the file.
    mutating func keepHubFields(of earlier: HTTPResponseHead) {
        for name in ["x-repo-commit", "x-linked-etag", "x-linked-size"] where fields[name] == nil {
            fields[name] = earlier.fields[name]
        }
    }

    subscript(_ name: String) -> String? { fields[name] }

    /// Where the answer sends the client instead.
    var redirect: String? { [301, 302, 303, 307, 308].contains(status) ? self["location"] : nil }

    var contentLength: Int? { self["content-length"].flatMap { Int($0) } }

    /// First byte and size of the whole file, from `Content-Range: bytes 10-99/100` or `bytes */100`.
    var contentRange: (start: Int?, total: Int?) {
        guard let match = self["content-range"]?.wholeMatch(of: #/bytes (?:(\d+)-\d+|\*)/(\d+|\*)/#) else {
            return (nil, nil)
        }
        return (match.1.flatMap { Int($0) }, Int(match.2))
    }

    /// What `If-Range` can name: a strong ETag, or else the date of the last change.
    var validator: String? {
        if let etag = self["etag"], !etag.hasPrefix("W/") { return etag }
        return self["last-modified"]
    }

    /// A page for people in place of a file, as captive portals and expired links give.
    var isWebPage: Bool { self["content-type"]?.lowercased().hasPrefix("text/html") == true }

    /// Seconds that the server asks to wait; dates are not read.
    var retryAfter: Double? { self["retry-after"].flatMap { Double($0) } }
}
