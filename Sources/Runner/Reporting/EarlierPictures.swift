import Foundation
import Reports

/// The contact sheets of an earlier report of a run. They show video files as the run itself knew them, so a report
/// that is made from the store alone takes them over.
struct EarlierPictures {
    private let home: URL
    private let run: Int64

    /// - Parameter home: the folder that the run wrote its report to.
    init(home: URL, run: Int64) { (self.home, self.run) = (home, run) }

    /// The pictures that `report.json` of the run's folder names and that are there, brought into `folder`; none where
    /// that report is of another run.
    ///
    /// Throws: `RunnerError.unwritable`.
    func bring(to folder: URL) throws -> [ReportContent.Picture] {
        let file = home.appendingPathComponent(JSONRenderer().fileName)
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let record = try? JSONRenderer().read(text), record.content.provenance.run == String(run)
        else { return [] }
        let pictures = record.content.pictures.filter {
            FileManager.default.fileExists(atPath: home.appendingPathComponent($0.path).path)
        }
        guard folder.standardizedFileURL != home.standardizedFileURL else { return pictures }
        for picture in pictures { try copy(picture.path, to: folder) }
        return pictures
    }

    private func copy(_ path: String, to folder: URL) throws {
        let target = folder.appendingPathComponent(path)
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contentsOf: home.appendingPathComponent(path)).write(to: target, options: .atomic)
        } catch {
            throw RunnerError.unwritable(path: target.path, found: VideoFolder.reason(error))
        }
    }
}
