/// Full Unicode lower-casing of scalars, with the final form of sigma at the end of a word.
enum Lowercasing {
    static func apply(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for (index, scalar) in text.enumerated() {
            if scalar == "Σ" {
                result.append(endsWord(text, at: index) ? "ς" : "σ")
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return result
    }

    /// Whether a cased letter comes before and none after, case-ignorable characters skipped (Unicode, 3.13).
    private static func endsWord(_ text: [Unicode.Scalar], at index: Int) -> Bool {
        let before = text[..<index].last { !$0.properties.isCaseIgnorable }
        let after = text[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }
}
