/// Something about a data set on disk that is not as its release has it.
public struct DatasetFinding: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Named by the annotations and not there.
        case missing
        /// Cannot be decoded to its end.
        case corrupt
        /// Decodes to fewer frames than the protocol takes.
        case tooShort = "too_short"
        /// Files whose names differ in upper and lower case only.
        case caseDuplicate = "case_duplicate"
        /// Not the file that was frozen.
        case changed
        /// Another number of entries than the release has.
        case miscount
        /// There and named by no annotation.
        case extra
        /// Found under a name that differs in upper and lower case.
        case respelled
        /// Labels that a metric needs and nobody gave.
        case unlabelled

        /// Whether results would not be those of the whole suite.
        public var isDefect: Bool {
            switch self {
            case .missing, .corrupt, .tooShort, .caseDuplicate, .changed, .miscount: true
            case .extra, .respelled, .unlabelled: false
            }
        }

        /// In words, for a heading.
        public var title: String {
            switch self {
            case .missing: "missing"
            case .corrupt: "corrupt"
            case .tooShort: "too short"
            case .caseDuplicate: "duplicate by case"
            case .changed: "changed since the list was frozen"
            case .miscount: "other counts than the release"
            case .extra: "extra, named by no annotation"
            case .respelled: "spelled with another case"
            case .unlabelled: "without labels"
            }
        }
    }

    public var kind: Kind
    /// Path below the data folder, or a category.
    public var path: String
    /// What was expected and found.
    public var detail: String

    public init(_ kind: Kind, _ path: String, _ detail: String = "") {
        self.kind = kind
        self.path = path
        self.detail = detail
    }
}
