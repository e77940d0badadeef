import Glibc

/// Shell patterns, for shells and callers that do not expand them.
enum PathPattern {
    static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

    /// Existing paths that match, none when the text is no pattern.
    static func matches(_ pattern: String) -> [String] {
        guard isPattern(pattern) else { return [] }
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { index in
            result.gl_pathv[index].map { String(cString: $0) }
        }
    }
}
