/// How captions answer whether a video shows a scene.
///
/// Source: VBench, `scene` dimension.
public enum SceneCaptions: String, Sendable, Codable, CaseIterable {
    /// As released: the encoder's states are repeated twice for the beams, so frame i gets the caption of an earlier one.
    case vbench
    /// Every frame gets its own caption.
    case corrected

    /// The frame of a batch of `count` whose caption counts for each frame: `⌊i / beams⌋`, or i itself.
    public func sourceFrames(count: Int, beams: Int = 3) -> [Int] {
        (0..<count).map { self == .vbench ? $0 / beams : $0 }
    }

    /// Whether every word of `scene`, cut at single spaces, is a substring of `caption`.
    ///
    /// Case counts, word boundaries do not: "sky" is found in "skyscraper".
    public static func succeeds(_ caption: String, scene: String) -> Bool {
        let text = Array(caption.utf8)
        return scene.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).allSatisfy {
            word in
            word.isEmpty || text.indices.contains { text[$0...].starts(with: word) }
        }
    }
}
