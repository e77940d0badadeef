/// The words of a clip.
struct Caption: Sendable, Hashable {
    /// A full description, such as "a red ball rolls to the right on green grass".
    var text: String
    /// What can be seen, in single words.
    var objects: [String]
    /// Where it is, in one or two words.
    var scene: String
    var motion: [MotionWord]
}

/// The vocabulary of motions.
enum MotionWord: String, Sendable, Hashable, CaseIterable {
    case left, right, up, down, rotate
    case zoomIn = "zoom in"
    case zoomOut = "zoom out"

    static func horizontal(toRight: Bool) -> MotionWord { toRight ? .right : .left }
}

extension String {
    /// The word with "a" or "an" in front.
    var withArticle: String {
        guard let first = unicodeScalars.first else { return self }
        return ("aeiou".unicodeScalars.contains(first) ? "an " : "a ") + self
    }
}
