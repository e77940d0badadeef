import Foundation
import Media

/// The files of a data set as they lie on disk, found under the names that annotations give them.
struct DatasetFolder: Sendable {
    /// What stands on disk for a name.
    enum Match: Sendable, Hashable {
        case exact(String)
        /// One file whose name differs in upper and lower case only.
        case respelled(String)
        /// Several files whose names differ in upper and lower case only, none of them exact.
        case ambiguous([String])
        case missing

        /// The path below the root, where there is exactly one.
        var path: String? {
            switch self {
            case .exact(let path), .respelled(let path): path
            case .ambiguous, .missing: nil
            }
        }
    }

    let root: String
    /// Visible files below the root, in the order of their bytes.
    let files: [String]
    private let byFoldedName: [String: [String]]

    /// Deeper folders are left out, so that a link to a parent does not go round in circles.
    private static let depthLimit = 8

    /// Throws: `SuiteError.unreadable` when the root is no folder.
    init(root: String) throws {
        var found: [String] = []
        try Self.collect("", below: root, depth: 0, into: &found)
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        files = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        byFoldedName = Dictionary(grouping: files, by: Self.folded)
    }

    /// The file of a name, wherever its case differs.
    func match(_ path: String) -> Match {
        let candidates = byFoldedName[Self.folded(path)] ?? []
        if candidates.contains(path) { return .exact(path) }
        return candidates.count > 1
            ? .ambiguous(candidates) : candidates.first.map(Match.respelled) ?? .missing
    }

    /// The first of several names that is there as it is written, else the first that is there at all.
    func match(anyOf paths: [String]) -> Match {
        let matches = paths.map(match)
        for match in matches { if case .exact = match { return match } }
        return matches.first { $0 != .missing } ?? .missing
    }

    /// Sets of files whose names differ in upper and lower case only.
    var caseDuplicates: [[String]] {
        byFoldedName.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// The first of several folders that holds files; `.` is the root.
    func folder(anyOf names: [String]) -> String? {
        names.first { name in
            name == "." || files.contains { Self.folded($0).hasPrefix(Self.folded(name) + "/") }
        }
    }

    /// The files below a folder, whatever its case.
    func files(below folder: String) -> [String] {
        folder == "." ? files : files.filter { Self.folded($0).hasPrefix(Self.folded(folder) + "/") }
    }

    func absolute(_ path: String) -> String { "\(root)/\(path)" }

    private static func folded(_ path: String) -> String { path.lowercased() }

    private static func collect(
        _ folder: String, below root: String, depth: Int, into found: inout [String]
    ) throws {
        let path = folder.isEmpty ? root : "\(root)/\(folder)"
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw SuiteError.unreadable(
                file: path, reason: depth == 0 ? "there is no such folder" : error.localizedDescription)
        }
        for name in names where !name.hasPrefix(".") {
            let below = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: "\(root)/\(below)", isDirectory: &isFolder) else {
                continue
            }
            if !isFolder.boolValue {
                found.append(below)
            } else if depth < depthLimit {
                try collect(below, below: root, depth: depth + 1, into: &found)
            }
        }
    }
}
