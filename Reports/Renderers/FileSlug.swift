/// A title as part of a file's name.
package enum FileSlug {
    /// Small letters, digits and single hyphens, at most 60 of them; `fallback` where nothing is left.
    package static func text(_ title: String, fallback: String = "row") -> String {
        let letters = title.lowercased().unicodeScalars.map { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "-"
        }
        let joined = String(letters).split(separator: "-").joined(separator: "-")
        return joined.isEmpty ? fallback : String(joined.prefix(60))
    }
}
