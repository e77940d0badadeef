import Tensor

/// Why weights could not be fetched, checked, exported or imported. Every text names the file or address.
public enum DownloadError: UserFacingError, Sendable, Equatable {
    /// No source gave the file.
    case unavailable(id: String, attempts: [Attempt], advice: String)
    /// What came is not the published file; it was removed.
    case wrongContent(file: String, source: String, expected: String, found: String)
    /// The network is switched off.
    case offline(id: String, variable: String)
    /// The disk has not enough room.
    case noSpace(path: String, needed: Int, available: Int?)
    /// A file or folder cannot be written.
    case unwritable(path: String, reason: String)
    /// A file cannot be read.
    case unreadable(path: String, reason: String)
    /// Files that were asked for are not on this machine.
    case absent(ids: [String])
    /// A setting in the environment or on the command line is not usable.
    case setting(name: String, value: String, expected: String)
    /// An exported archive or folder is not what it should be.
    case bundle(path: String, expected: String, found: String, advice: String)

    /// One source that was tried, and how that ended.
    public struct Attempt: Sendable, Hashable {
        public let source: String
        public let reason: String

        public init(source: String, reason: String) { (self.source, self.reason) = (source, reason) }
    }
}

extension DownloadError {
    public var exitCode: Int32 {
        switch self {
        case .unavailable, .offline, .absent: 69
        case .wrongContent, .bundle, .unreadable: 65
        case .noSpace, .unwritable: 1
        case .setting: 64
        }
    }

    public var description: String {
        switch self {
        case .unavailable(let id, let attempts, let advice):
            let list = attempts.map { "\($0.source): \($0.reason)" }.joined(separator: "; ")
            return "\(id) could not be fetched. \(list). \(advice)"
        case .wrongContent(let file, let source, let expected, let found):
            return "\(file): \(source) gave something else than the published file: expected \(expected), "
                + "found \(found). It was removed; try again, or another source with --mirror."
        case .offline(let id, let variable):
            return
                "\(id) is not on this machine, and \(variable) switches the network off. Unset it, or bring "
                + "the file in with `i2vbench weights import`."
        case .noSpace(let path, let needed, let available):
            let room = available.map { "; \(ByteText.text($0)) are free" } ?? ""
            return "\(path): the disk has no room for another \(ByteText.text(needed))\(room). Make room, or "
                + "choose another folder with I2VBENCH_CACHE or HF_HUB_CACHE. What has arrived is kept."
        case .unwritable(let path, let reason):
            return "\(path): cannot be written: \(reason)"
        case .unreadable(let path, let reason):
            return "\(path): cannot be read: \(reason)"
        case .absent(let ids):
            return "\(ids.joined(separator: ", ")): not on this machine. Run `i2vbench weights fetch "
                + "\(ids.joined(separator: " "))`."
        case .setting(let name, let value, let expected):
            return "\(name): expected \(expected), found \"\(value)\"."
        case .bundle(let path, let expected, let found, let advice):
            return "\(path): expected \(expected), found \(found). \(advice)"
        }
    }
}
