import Benchmarks
import Foundation
import Media

/// A small look-alike of UCF-101: official folders, names and lists, tiny grey clips.
struct UCF101Tree {
    let folder: TemporaryFolder
    var path: String { folder.path + "/ucf" }

    static let classes = ["ApplyEyeMakeup", "HandstandPushups", "SoccerJuggling"]
    /// Clips of each class.
    static let clips = [
        "ApplyEyeMakeup": ["g01_c01", "g01_c02", "g02_c01", "g08_c01", "g08_c02", "g09_c01"],
        "HandstandPushups": ["g01_c01", "g08_c01", "g08_c02"],
        "SoccerJuggling": ["g01_c01", "g23_c01", "g24_c01"],
    ]

    /// - Parameter reversed: writes lists and files in the opposite order.
    init(reversed: Bool = false) throws {
        folder = try TemporaryFolder()
        var train: [String] = []
        var test: [String] = []
        let classList = Self.classes.enumerated().map { "\($0 + 1) \($1)" }
        for (number, name) in Self.classes.enumerated() {
            for clip in Self.clips[name] ?? [] {
                let file = Self.file(name, clip)
                // Groups 1 to 7 are the test half of the first split.
                if clip < "g08" { test.append(file) } else { train.append("\(file) \(number + 1)") }
            }
        }
        if reversed { (train, test) = (train.reversed(), test.reversed()) }
        try write(classList, to: "classInd.txt")
        try write(train, to: "trainlist01.txt")
        try write(test, to: "testlist01.txt")
        let source = try folder.video("clip.mkv", greys: (0..<20).map { UInt8(10 + 10 * $0) })
        let files = (train + test).map { $0.split(separator: " ")[0] }.map(String.init)
        for file in reversed ? files.reversed() : files { try copy(source, to: file) }
    }

    static func file(_ name: String, _ clip: String) -> String {
        "\(name)/v_\(name == "HandstandPushups" ? "HandStandPushups" : name)_\(clip).avi"
    }

    /// The official lists have lines that end in CR LF.
    func write(_ lines: [String], to list: String) throws {
        try folder.write(lines.joined(separator: "\r\n") + "\r\n", to: "ucf/ucfTrainTestlist/\(list)")
    }

    func copy(_ source: String, to file: String) throws {
        let target = clip(file)
        try FileManager.default.createDirectory(
            atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    func clip(_ file: String) -> String { "\(path)/UCF-101/\(file)" }

    /// The suite with a draw that the tree can give.
    static func definition(count: Int? = 6, seed: UInt64 = 0) throws -> SuiteDefinition {
        var definition = try SuiteRegistry().definition("ucf-101")
        definition.dataset?.count = count
        definition.dataset?.seed = seed
        return definition
    }

    static func suiteFolder() throws -> String {
        let registry = try SuiteRegistry()
        return registry.folder(of: try registry.definition("ucf-101"))
    }

    func suite(count: Int? = 6, seed: UInt64 = 0) throws -> DatasetSuite {
        try DatasetSuite(
            definition: Self.definition(count: count, seed: seed), data: path, suiteFolder: Self.suiteFolder()
        )
    }

    func survey(count: Int? = 6) throws -> DatasetSurvey {
        try DatasetSurvey(
            definition: Self.definition(count: count), data: path, suiteFolder: Self.suiteFolder())
    }

    func check(_ depth: DatasetCheck.Depth = .frames, data: String? = nil) throws -> DatasetCheck.Report {
        try DatasetCheck(definition: Self.definition(), suiteFolder: Self.suiteFolder(), depth: depth)
            .report(on: data ?? path)
    }
}

/// What a closure throws, as text; fails where it throws nothing.
func errorText(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "(no error)"
    } catch {
        return "\(error)"
    }
}
