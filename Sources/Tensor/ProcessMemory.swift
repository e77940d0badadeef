import Foundation

/// What the operating system says about memory.
public enum ProcessMemory {
    /// Highest resident set of this process so far, in bytes.
    public static var peak: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }

    /// Bytes that this machine could give out now without swapping; a quarter of its memory where it does not say.
    public static var available: Int {
        let lines =
            (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8))?.split(separator: "\n") ?? []
        for line in lines where line.hasPrefix("MemAvailable:") {
            let fields = line.split(whereSeparator: \.isWhitespace)
            if fields.count > 1, let kibibytes = Int(fields[1]) { return kibibytes * 1024 }
        }
        return Int(ProcessInfo.processInfo.physicalMemory / 4)
    }
}
