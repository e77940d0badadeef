import Foundation
import Tensor

/// What can be wrong with a suite, a manifest or the files it names.
public enum SuiteError: Error, Sendable, Equatable {
    case unknownSuite(id: String, known: [String])
    case needsData(suite: String)
    case needsDataset(suite: String, homepage: String)
    case takesNoData(suite: String, path: String)
    case unreadable(file: String, reason: String)
    case definition(file: String, reason: String)
    case unknownFormat(file: String)
    case syntax(file: String, line: Int, reason: String)
    case missingColumn(file: String, line: Int, expected: String, found: [String])
    case ambiguousColumn(file: String, line: Int, meaning: String, found: [String])
    case badField(file: String, line: Int, column: String, expected: String, found: String)
    case duplicateID(file: String, id: String, lines: [Int])
    case missingFiles(manifest: String, files: [MissingFile])
    case empty(file: String, expected: String)
    case noInput(file: String, id: String)
    case unknownSample(suite: String, id: String)
    case sameName(folder: String, id: String, files: [String])
    case noVideo(file: String, id: String)
    case nothingMatches(file: String, what: String, names: [String])
    case layout(folder: String, expected: String, found: [String], homepage: String)
    case unknownName(file: String, line: Int, kind: String, name: String, nearest: [String])
    case incomplete(suite: String, data: String, samples: Int, [DatasetFinding])
    case tooFewEntries(suite: String, data: String, expected: Int, found: Int)
    case otherSuite(file: String, expected: String, found: String)
    case notADataset(suite: String)
    case alreadyFrozen(file: String)
    case unwritable(file: String, reason: String)
    case unknownProtocol(id: String, known: [String])
    case tooShort(file: String, expected: Int, found: Int)
    case sameSample(folder: String, id: String, files: [String])
    case badSystemName(String)

    /// A file that a manifest names and that is not there.
    public struct MissingFile: Sendable, Equatable {
        public var line: Int
        public var column: String
        public var path: String

        public init(line: Int, column: String, path: String) {
            self.line = line
            self.column = column
            self.path = path
        }
    }
}

extension SuiteError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unknownSuite, .needsData, .needsDataset, .takesNoData, .notADataset, .alreadyFrozen,
            .unknownProtocol,
            .badSystemName:
            64
        case .unwritable: 1
        default: 65
        }
    }

    public var description: String {
        switch self {
        case .unknownSuite(let id, let known):
            let near = NearestNames.nearest(to: id, in: known)
            return
                "no suite is called “\(id)”; \(Self.suggestion(near))there are \(known.joined(separator: ", "))"
        case .needsData(let suite):
            return
                "the suite “\(suite)” needs your files: give a manifest (CSV, JSON, JSONL or YAML) or a folder"
        case .takesNoData(let suite, let path):
            return "the suite “\(suite)” brings its own samples and takes no files, found \(path)"
        case .unreadable(let file, let reason):
            return "\(file): cannot be read: \(reason)"
        case .definition(let file, let reason):
            return "\(file): \(reason)"
        case .unknownFormat(let file):
            return
                "\(file): expected a folder, or a manifest ending in .csv, .tsv, .json, .jsonl, .ndjson, .yaml"
                + " or .yml; rename the file after its format"
        case .syntax(let file, let line, let reason):
            return "\(file):\(line): \(reason)"
        case .missingColumn(let file, let line, let expected, let found):
            return "\(file):\(line): expected \(expected), found the columns \(Self.list(found))"
        case .ambiguousColumn(let file, let line, let meaning, let found):
            return "\(file):\(line): several columns hold the \(meaning): \(Self.list(found)); keep one"
        case .badField(let file, let line, let column, let expected, let found):
            return "\(file):\(line): column “\(column)”: expected \(expected), found \(found)"
        case .duplicateID(let file, let id, let lines):
            return "\(file): the id “\(id)” occurs \(lines.count) times (lines \(Self.numbers(lines)));"
                + " ids must be unique"
        case .missingFiles(let manifest, let files):
            let list = files.map { "  line \($0.line), \($0.column): \($0.path)" }.joined(separator: "\n")
            return "\(manifest): \(files.count) file\(files.count == 1 ? "" : "s") named here"
                + " \(files.count == 1 ? "is" : "are") not there (paths are relative to the manifest):\n\(list)"
        case .empty(let file, let expected):
            return "\(file): expected \(expected), found none"
        case .noInput(let file, let id):
            return "\(file): sample “\(id)” has neither an image nor a video; a first frame is needed"
        case .unknownSample(let suite, let id):
            return "the suite “\(suite)” has no sample “\(id)”"
        case .sameName(let folder, let id, let files):
            return "\(folder): \(files.joined(separator: " and ")) share the name “\(id)”; rename one"
        case .noVideo(let file, let id):
            return "\(file): sample “\(id)” names no video; expected one in every sample that is to be scored"
        case .nothingMatches(let file, let what, let names):
            return
                "\(file): holds no \(what) for any of the videos; expected names such as \(Self.list(names))"
        default: return datasetDescription
        }
    }

    static func list(_ names: [String]) -> String {
        names.isEmpty ? "(none)" : names.map { "“\($0)”" }.joined(separator: ", ")
    }

    private static func numbers(_ lines: [Int]) -> String {
        lines.map(String.init).joined(separator: ", ")
    }

    /// A decoding error with the path of the field in front.
    static func describe(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        func field(_ path: [any CodingKey]) -> String {
            "`" + path.map(\.stringValue).joined(separator: ".") + "`"
        }
        switch error {
        case .keyNotFound(let key, let context):
            return "\(field(context.codingPath + [key])) is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return "\(field(context.codingPath)): expected \(type): \(context.debugDescription)"
        case .dataCorrupted(let context):
            let cause = context.underlyingError.map { ": \($0)" } ?? ""
            return "\(field(context.codingPath)): \(context.debugDescription)\(cause)"
        @unknown default:
            return "\(error)"
        }
    }
}
