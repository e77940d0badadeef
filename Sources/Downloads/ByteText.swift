import Foundation

/// Numbers of bytes for people.
public enum ByteText {
    /// `1536` as `1.5 KiB`.
    public static func text(_ bytes: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var (value, unit) = (Double(bytes), 0)
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return String(format: value < 10 && unit > 0 ? "%.1f" : "%.0f", value) + " " + units[unit]
    }
}
