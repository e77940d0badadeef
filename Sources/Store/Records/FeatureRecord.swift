/// Features of one video, image or prompt.
public struct FeatureRecord: Sendable, Hashable {
    /// What the features describe.
    public enum Kind: String, Sendable, Codable { case frames, firstFrame = "first_frame", prompt }

    /// Names a feature: the same address always holds the same numbers.
    public struct Address: Sendable, Hashable {
        /// Hash of the extractor with its weights.
        public var extractor: String
        public var preprocessing: String
        public var kind: Kind
        /// SHA-256 of the video file, the image or the prompt's UTF-8 bytes.
        public var content: String

        public init(extractor: String, preprocessing: String, kind: Kind, content: String) {
            self.extractor = extractor
            self.preprocessing = preprocessing
            self.kind = kind
            self.content = content
        }
    }

    public var address: Address
    /// `rows * columns` elements, row by row.
    public var elements: [Float]
    public var rows: Int
    public var columns: Int

    public init(address: Address, elements: [Float], rows: Int, columns: Int) {
        precondition(elements.count == rows * columns, "\(elements.count) elements for \(rows)x\(columns)")
        self.address = address
        self.elements = elements
        self.rows = rows
        self.columns = columns
    }
}
