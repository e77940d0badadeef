/// Whitespace as the Unicode property White_Space has it.
enum Whitespace {
    /// Every run of whitespace as one space, none at the ends.
    static func collapsed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for scalar in text {
            if !scalar.properties.isWhitespace {
                result.append(scalar)
            } else if let last = result.last, last != " " {
                result.append(" ")
            }
        }
        if result.last == " " { result.removeLast() }
        return result
    }
}
