import Benchmarks
import Foundation
import Hashing
import Media
import TestSupport
import Testing

struct UCF101Tests {
    @Test func samplesFollowClassDistributionAndCarryPrompts() throws {
        let tree = try UCF101Tree()
        let suite = try tree.suite()
        // 6 of 12: half of 6, 3 and 3, the odd one to the first class of equal remainder.
        #expect(suite.categoryCounts.map(\.samples) == [3, 2, 1])
        #expect(suite.categoryCounts.map(\.name) == UCF101Tree.classes)
        #expect(suite.samples[0].prompt == "applying eye makeup")
        #expect(suite.samples.allSatisfy { $0.reference.map(FileManager.default.fileExists) ?? false })
        #expect(suite.samples.allSatisfy { $0.image == nil && $0.video == nil })
    }

    @Test func nothingDependsOnTheOrderOfListsAndFiles() throws {
        let (one, other) = (try UCF101Tree(), try UCF101Tree(reversed: true))
        let (suite, again) = (try one.suite(), try other.suite())
        #expect(suite.samples.map(\.id) == again.samples.map(\.id))
        #expect(try suite.hash == again.hash)
        #expect(try one.suite(seed: 1).samples.map(\.id) != suite.samples.map(\.id))
        #expect(try one.suite(seed: 1).hash != suite.hash)
    }

    @Test func theInputIsAFrameBySeed() throws {
        let tree = try UCF101Tree()
        let suite = try tree.suite()
        var seen: Set<Int> = []
        for sample in suite.samples {
            let frame = SampleDraw(seed: 0).frame(of: sample.id, among: 20)
            seen.insert(frame)
            #expect(try suite.firstFrame(of: sample).pixels[0] == UInt8(10 + 10 * frame))
        }
        #expect(seen.count > 1)
    }

    @Test func aDrawDoesNotDependOnWhatIsOnDisk() throws {
        let tree = try UCF101Tree()
        let before = try tree.survey().samples.map(\.id)
        try FileManager.default.removeItem(atPath: tree.path + "/UCF-101/SoccerJuggling")
        #expect(try tree.survey().samples.map(\.id) == before)
        let text = errorText { _ = try tree.suite() }
        #expect(
            text.contains("1 of the 6 samples of “ucf-101”")
                && text.contains("SoccerJuggling/v_SoccerJuggling_g"))
    }

    @Test func foldersAreFoundWhateverTheirCase() throws {
        let tree = try UCF101Tree()
        let before = try tree.suite().hash
        try FileManager.default.moveItem(
            atPath: tree.path + "/UCF-101/HandstandPushups", toPath: tree.path + "/UCF-101/HandStandPushups")
        #expect(try tree.suite().hash == before)
        #expect(try tree.check().findings(.respelled).count == 3)
    }

    @Test(arguments: [
        ("trainlist01.txt", "ApplyEyeMakup/v_ApplyEyeMakeup_g08_c01.avi 1", "is “ApplyEyeMakeup” meant?"),
        (
            "trainlist01.txt", "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi 7",
            "expected 1 for ApplyEyeMakeup, found 7"
        ),
        ("trainlist01.txt", "v_ApplyEyeMakeup_g08_c01.avi", "expected Class/v_Class_gNN_cNN.avi"),
        (
            "testlist01.txt", "ApplyEyeMakeup/v_ApplyEyeMakeup_g08_c01.avi",
            "expected clips of no other list"
        ),
        ("trainlist01.txt", "YoYo/v_YoYo_g01_c01.avi 1", "there is no class of classInd.txt “YoYo”"),
        ("classInd.txt", "one ApplyEyeMakeup", "expected a number and a class"),
        ("classInd.txt", "9 SoccerJugling", "is “SoccerJuggling” meant?"),
    ])
    func brokenLists(list: String, line: String, says: String) throws {
        let tree = try UCF101Tree()
        let file = "\(tree.path)/ucfTrainTestlist/\(list)"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        try tree.write(lines.map(String.init) + [line], to: list)
        let text = errorText { _ = try tree.suite() }
        #expect(text.hasPrefix("\(file):\(lines.count + 1)") || list == "classInd.txt", "\(text)")
        #expect(text.contains(says), "\(text)")
    }

    @Test func anotherFolderSaysWhatIsExpected() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "somewhere/else.txt")
        let text = errorText {
            _ = try DatasetSuite(
                definition: UCF101Tree.definition(), data: folder.path, suiteFolder: UCF101Tree.suiteFolder())
        }
        #expect(
            text.contains("UCF-101 or UCF101") && text.contains("“somewhere/”")
                && text.contains("crcv.ucf.edu"))
        let tree = try UCF101Tree()
        let few = errorText { _ = try tree.suite(count: 2048) }
        #expect(
            few.contains("draws 2048 samples") && few.contains("name 12 entries") && few.contains("--count N")
        )
    }

    @Test(.enabled(if: RealClip.isAvailable)) func aRealClipIsASample() throws {
        let tree = try UCF101Tree()
        let file = UCF101Tree.file("SoccerJuggling", "g23_c01")
        try tree.copy(RealClip.path, to: file)
        let suite = try tree.suite(count: nil)
        let sample = try #require(suite.samples.first { $0.id == "v_SoccerJuggling_g23_c01" })
        #expect(sample.prompt == "soccer player juggling football")
        let image = try suite.firstFrame(of: sample)
        #expect((image.width, image.height) == (320, 240))
        let frames = try MediaDecoder().frames(at: RealClip.path)
        let frame = SampleDraw(seed: 0).frame(of: sample.id, among: frames.count)
        #expect(image == frames[frame])
        #expect(try tree.check().findings(.corrupt).isEmpty)
    }
}

/// A clip of the real data set, where the shared folder has it.
enum RealClip {
    static let path = SharedParity.path("data/clips/v_SoccerJuggling_g23_c01.avi")
    static let isAvailable: Bool = {
        let isThere = FileManager.default.fileExists(atPath: path)
        if !isThere { print("skipping tests with real UCF-101 clips: there is no \(path)") }
        return isThere
    }()
}
