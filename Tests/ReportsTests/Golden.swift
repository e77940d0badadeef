import Foundation
import Testing

/// Compares text with a file in `Fixtures`. With `I2VBENCH_UPDATE_GOLDENS=1` in the environment the file is
/// rewritten instead, and the test still fails so that nobody leaves it on.
enum Golden {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures")

    static func expect(
        _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["I2VBENCH_UPDATE_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("rewrote \(name)", sourceLocation: sourceLocation)
            return
        }
        let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        guard text != expected else { return }
        let found = text.components(separatedBy: "\n")
        let wanted = expected.components(separatedBy: "\n")
        let line = zip(found, wanted).prefix { $0 == $1 }.count
        Issue.record(
            """
            \(name) differs in line \(line + 1) of \(wanted.count) (found \(found.count)):
            expected: \(line < wanted.count ? wanted[line] : "(end)")
               found: \(line < found.count ? found[line] : "(end)")
            """, sourceLocation: sourceLocation)
    }
}
