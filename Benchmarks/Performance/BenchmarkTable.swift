import Foundation

/// Renders measurements as a Markdown table, row by row, so that a long run shows what it has.
struct BenchmarkTable {
    let peak: MachinePeak

    var header: String {
        """
        FMA peak: \(number(peak.oneThread, 1)) GFLOP/s on one thread, \(number(peak.allThreads, 1)) on all

        | \(column("case", 20)) | \(column("shape", 52)) | \(right("ms", 9)) | \(right("GFLOP/s", 8)) | % of peak | \(right("GB/s", 6)) |
        |\(dashes(22))|\(dashes(54))|\(dashes(10)):|\(dashes(9)):|\(dashes(10)):|\(dashes(7)):|
        """
    }

    func row(_ item: Measurement) -> String {
        let rate = item.rate.map { number($0, 1) } ?? ""
        let share = item.rate.map { number(100 * $0 / peak.allThreads, 1) } ?? ""
        let bandwidth = item.bandwidth.map { number($0, 1) } ?? ""
        return
            "| \(column(item.name, 20)) | \(column(item.shape, 52)) | \(right(number(item.median, 2), 9)) | "
            + "\(right(rate, 8)) | \(right(share, 9)) | \(right(bandwidth, 6)) |"
    }

    private func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
    private func dashes(_ count: Int) -> String { String(repeating: "-", count: count) }
    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
