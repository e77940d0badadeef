import Foundation

/// Files of results on their way from one folder to another.
enum SweepFiles {
    /// Makes the videos of one folder also be in another. Those that are being written are left out.
    ///
    /// - Throws: `RunnerError.unwritable`.
    static func placeVideos(of source: SweepFolder, in goal: SweepFolder, linking: Bool) throws {
        let names = FileManager.default.enumerator(atPath: source.videos)
        while let name = names?.nextObject() as? String {
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
            try place("\(source.videos)/\(name)", at: "\(goal.videos)/\(name)", linking: linking)
        }
    }

    /// Makes the file or folder `source` also be at `goal`. A file that is there with the same size stays.
    ///
    /// - Parameter linking: whether both may be one file.
    /// - Throws: `RunnerError.unwritable`.
    static func place(_ source: String, at goal: String, linking: Bool) throws {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: source, isDirectory: &isFolder) else { return }
        do {
            if isFolder.boolValue {
                return try files.createDirectory(atPath: goal, withIntermediateDirectories: true)
            }
            if let size = size(goal) {
                if size == self.size(source) { return }
                try files.removeItem(atPath: goal)
            }
            try files.createDirectory(
                atPath: URL(fileURLWithPath: goal).deletingLastPathComponent().path,
                withIntermediateDirectories: true)
            if linking, Foundation.link(source, goal) == 0 { return }
            // A copy gets its name when it is whole.
            let partial = goal + ".copy-\(ProcessInfo.processInfo.processIdentifier)"
            try? files.removeItem(atPath: partial)
            try files.copyItem(atPath: source, toPath: partial)
            try files.moveItem(atPath: partial, toPath: goal)
        } catch {
            throw RunnerError.unwritable(path: goal, found: VideoFolder.reason(error))
        }
    }

    private static func size(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
