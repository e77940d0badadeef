import Foundation

/// A folder of numbered PNG files, built under a hidden name and renamed when complete.
final class FolderSink: FrameSink {
    private let path: String
    private let partial: PartialFile
    private var count = 0

    init(path: String) throws {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        self.path = trimmed
        partial = try PartialFile(reserving: trimmed)
        // rename() replaces an empty folder and refuses any other, so nothing of the user's is lost.
        guard (try? FileManager.default.contentsOfDirectory(atPath: trimmed))?.isEmpty ?? true else {
            throw MediaError.unwritable(path: trimmed, reason: "the folder exists and is not empty")
        }
        do {
            try? FileManager.default.removeItem(atPath: partial.partialPath)
            try FileManager.default.createDirectory(
                atPath: partial.partialPath, withIntermediateDirectories: false)
        } catch {
            throw MediaError.unwritable(path: trimmed, reason: error.localizedDescription)
        }
    }

    func append(_ image: RGBImage) throws {
        count += 1
        let digits = String(count)
        let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        try PNGWriter.write(image, to: "\(partial.partialPath)/frame_\(number).png")
    }

    func finish() throws { try partial.commit() }
}
