import Foundation

/// What the operating system says about this process's memory.
public enum ProcessMemory {
    /// Highest resident set so far, in bytes.
    public static var peak: Int {
        var usage = rusage()
        return getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? usage.ru_maxrss * 1024 : 0
    }
}
