import Checkpoints
import Foundation

/// Whether a published file is on this machine.
public struct WeightStatus: Sendable, Equatable {
    public enum State: String, Sendable, Codable {
        case present, incomplete, absent
    }

    public let state: State
    /// Where it is, or where `fetch` puts it.
    public let path: String
    /// Bytes that are there.
    public let size: Int

    /// Cost: a few looks at the file system; nothing is read.
    public init(_ file: OfficialFile, locator: WeightLocator) {
        if let found = locator.officialFile(for: file)?.path {
            (state, path, size) = (.present, found, FileSystem.size(found) ?? 0)
            return
        }
        let own = locator.cache.appendingPathComponent(file.location).path
        let endings = file.member == nil ? [".incomplete"] : [".incomplete", ".zip.incomplete"]
        let begun = endings.compactMap { FileSystem.size(own + $0) }.max() ?? 0
        state = begun > 0 ? .incomplete : .absent
        size = begun
        switch file.origin {
        case .web: path = own
        case .hub(let published): path = locator.hub.repository(published).path
        }
    }
}
