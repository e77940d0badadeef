/// The names of the tags that a tagger knows; a tag's index is its line number, counted from 0. Names may repeat:
/// they are distinct tags all the same.
public struct TagList: Sendable {
    public let names: [String]

    public init(_ names: [String]) { self.names = names }

    /// A file of one name a line, gzipped or not.
    ///
    /// - Throws: `TokenizerError.vocabulary` naming the file.
    public init(file: String) throws { names = try TextLines.read(file, each: "tag") }

    /// The 3,429 tags of Tag2Text 14M, from this package.
    public static func embedded() throws -> TagList { try loadedEmbedded.get() }

    private static let loadedEmbedded = Result {
        try TagList(file: NetworkResources.path("tag2text-3429.txt.gz"))
    }
}
