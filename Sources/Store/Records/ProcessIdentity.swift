internal import Foundation

/// A process as other processes can recognise it, even after its number has been given to another one.
public struct ProcessIdentity: Sendable, Hashable {
    public var host: String
    public var number: Int32
    /// When the process started, as the kernel counts it, with the id of that boot.
    public var started: String

    public init(host: String, number: Int32, started: String) {
        self.host = host
        self.number = number
        self.started = started
    }

    /// This process.
    public static let current = ProcessIdentity(
        host: ProcessInfo.processInfo.hostName, number: ProcessInfo.processInfo.processIdentifier,
        started: startTime(of: ProcessInfo.processInfo.processIdentifier) ?? "")

    /// Whether the process still runs; nil for processes of other machines, which cannot be asked.
    var isAlive: Bool? {
        guard host == Self.current.host else { return nil }
        return Self.startTime(of: number) == started
    }

    private static func startTime(of number: Int32) -> String? {
        guard let status = try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8),
            let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8),
            let nameEnd = status.lastIndex(of: ")")
        else { return nil }
        // The name may hold spaces, so fields are counted from its end: state is field 3, start time field 22.
        let fields = status[status.index(after: nameEnd)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z" else { return nil }
        return "\(boot.trimmingCharacters(in: .whitespacesAndNewlines)) \(fields[19])"
    }
}
