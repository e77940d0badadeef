/// One entry of a data set, as its annotations name it.
struct DatasetEntry: Sendable, Hashable {
    /// Unique within the data set, the same on every machine.
    var id: String
    /// Id of one of the suite's categories.
    var category: String
    /// Path below the data folder, as annotated.
    var file: String
    /// What lies there.
    var match: DatasetFolder.Match
    /// Prompts to choose from, in an order that does not depend on the file's.
    var prompts: [String]
    var objects: [String] = []
    var scene: String?

    var isImage: Bool { FileKind(path: file) == .image }
}

/// Everything that the annotations of a data set name.
struct DatasetIndex: Sendable {
    var entries: [DatasetEntry]
    /// Folder below which every video or image should be named; `.` is the data folder.
    var mediaFolder: String
    /// Annotation files that were read, below the data folder.
    var annotationFiles: [String]
    /// What the annotations alone already show to be odd.
    var notes: [DatasetFinding] = []

    /// Throws: `SuiteError.duplicateID` when two entries share an id.
    static func requireUnique(_ lines: [String: [Int]], file: String) throws {
        guard let repeated = lines.filter({ $0.value.count > 1 }).min(by: { $0.value[0] < $1.value[0] })
        else {
            return
        }
        throw SuiteError.duplicateID(file: file, id: repeated.key, lines: repeated.value)
    }
}
