import Benchmarks
import Foundation
import Media
import Testing

struct DatasetCheckTests {
    @Test func everyKindOfFindingIsListed() throws {
        let tree = try UCF101Tree()
        let makeup = { UCF101Tree.file("ApplyEyeMakeup", $0) }
        try FileManager.default.removeItem(atPath: tree.clip(makeup("g01_c01")))
        try tree.folder.write("this is no video", to: "ucf/UCF-101/\(makeup("g01_c02"))")
        let short = try tree.folder.video("short.mkv", greys: Array(repeating: 9, count: 15))
        try tree.copy(short, to: makeup("g02_c01"))
        try tree.copy(short, to: "ApplyEyeMakeup/v_ApplyEyeMakeup_g25_c09.avi")
        try tree.copy(tree.clip(makeup("g08_c01")), to: makeup("g08_c01").replacing(".avi", with: ".AVI"))
        let report = try tree.check()
        #expect(!report.isComplete)
        #expect(report.findings(.missing).map(\.path) == ["UCF-101/\(makeup("g01_c01"))"])
        #expect(report.findings(.corrupt).map(\.path) == ["UCF-101/\(makeup("g01_c02"))"])
        #expect(report.findings(.tooShort).map(\.path) == ["UCF-101/\(makeup("g02_c01"))"])
        #expect(report.findings(.tooShort).first?.detail == "expected 16 frames, found 15")
        #expect(
            report.findings(.extra).map(\.path) == ["UCF-101/ApplyEyeMakeup/v_ApplyEyeMakeup_g25_c09.avi"])
        #expect(report.findings(.caseDuplicate).count == 1)
        #expect((report.entries, report.opened, report.samples) == (12, 11, 6))
    }

    @Test func countsAreComparedWithTheRelease() throws {
        let tree = try UCF101Tree()
        let report = try tree.check(.names)
        // 101 classes and the whole; nothing else is wrong.
        #expect(report.findings(.miscount).count == 102 && report.findings.count == 102)
        let first = try #require(report.findings(.miscount).first)
        #expect(first.path == "all" && first.detail.contains("has 13320 entries, the annotations 12"))
        var definition = try UCF101Tree.definition()
        definition.dataset?.release = 12
        definition.categories = UCF101Tree.classes.map { .init(id: $0, clips: UCF101Tree.clips[$0]?.count) }
        let whole = try DatasetCheck(definition: definition, suiteFolder: UCF101Tree.suiteFolder())
            .report(on: tree.path)
        #expect(whole.isComplete && whole.findings.isEmpty && whole.opened == 12)
    }

    @Test func depthDecidesWhatIsSeen() throws {
        let tree = try UCF101Tree()
        let file = UCF101Tree.file("SoccerJuggling", "g01_c01")
        let whole = try Data(contentsOf: URL(fileURLWithPath: tree.clip(file)))
        try whole.prefix(whole.count * 3 / 4).write(to: URL(fileURLWithPath: tree.clip(file)))
        #expect(try tree.check(.names).findings(.corrupt).isEmpty)
        let found = try tree.check(.frames)
        #expect(found.findings(.corrupt).count + found.findings(.tooShort).count == 1)
    }

    @Test func reportsDoNotDependOnThreads() throws {
        let tree = try UCF101Tree()
        for clip in ["g01_c01", "g02_c01", "g08_c01"] {
            try tree.folder.write("broken", to: "ucf/UCF-101/\(UCF101Tree.file("ApplyEyeMakeup", clip))")
        }
        let one = try Workers.run(1) { try tree.check() }
        let four = try Workers.run(4) { try tree.check() }
        #expect(one == four && one.findings(.corrupt).count == 3)
    }
}
