import Benchmarks
import Foundation
import Media
import Testing

struct SystemImportTests {
    private func videos(_ tree: UCF101Tree, frames: Int = 16) throws -> String {
        for (index, sample) in try tree.suite().samples.enumerated() where index != 4 {
            try tree.folder.video(
                "seine/\(sample.id).mkv",
                greys: Array(repeating: UInt8(20 * index), count: index == 5 ? 3 : frames))
        }
        try tree.folder.video("seine/v_Unknown_g01_c01.mkv", greys: [1])
        return tree.folder.path + "/seine"
    }

    @Test func videosAreTakenAsTheyWereMade() throws {
        let tree = try UCF101Tree()
        let suite = try tree.suite()
        let folder = try videos(tree)
        let outcome = try SystemImport(suite: suite).run(
            name: "SEINE", videos: folder, folder: tree.folder.path + "/systems")
        #expect(
            outcome.system.videos.map(\.sample)
                == suite.samples.map(\.id).filter { $0 != suite.samples[4].id })
        #expect(outcome.match.samplesWithout == [suite.samples[4].id])
        #expect(outcome.match.strays.map(\.file) == ["v_Unknown_g01_c01.mkv"])
        #expect(outcome.unusable.isEmpty && !outcome.isComplete)
        let read = try ImportedSystem(file: outcome.file)
        #expect(try read == outcome.system && read.suiteHash == suite.hash && read.comparison == nil)
        #expect(read.videos[0].file == folder + "/\(suite.samples[0].id).mkv")
    }

    @Test func aProtocolIsAppliedOnceAndStored() throws {
        let tree = try UCF101Tree()
        let suite = try tree.suite()
        let outcome = try SystemImport(suite: suite, comparison: .consistI2V).run(
            name: "SEINE", videos: try videos(tree, frames: 30), folder: tree.folder.path + "/systems")
        #expect(
            outcome.unusable.count == 1 && outcome.unusable[0].reason.contains("expected at least 16 frames"))
        #expect(outcome.system.videos.count == 4 && outcome.system.comparison == "consisti2v-256")
        let read = try ImportedSystem(file: outcome.file)
        for video in read.videos {
            let reader = try VideoReader(path: video.file)
            #expect((reader.properties.width, reader.properties.height) == (256, 256))
            #expect(reader.properties.frameRate?.value == 8)
            while try reader.next() != nil {}
            #expect(reader.frameCount == 16 && video.original?.hasSuffix("\(video.sample).mkv") == true)
        }
        // The file of the system names its videos relative to itself.
        let moved = tree.folder.path + "/moved"
        try FileManager.default.moveItem(atPath: tree.folder.path + "/systems", toPath: moved)
        let again = try ImportedSystem(file: moved + "/SEINE.json")
        #expect(again.videos.allSatisfy { FileManager.default.fileExists(atPath: $0.file) })
        #expect(again.contentHash == read.contentHash)
    }

    @Test func importsAreTheSameWhateverTheThreads() throws {
        let tree = try UCF101Tree()
        let folder = try videos(tree)
        let systems = try [1, 3].map { threads in
            try Workers.run(threads) {
                try SystemImport(suite: tree.suite(), comparison: .consistI2V).run(
                    name: "S", videos: folder, folder: tree.folder.path + "/systems\(threads)")
            }.system
        }
        #expect(systems[0].contentHash == systems[1].contentHash)
    }

    @Test(arguments: ["", ".x", "a/b", "a,b"]) func badNames(name: String) throws {
        let tree = try UCF101Tree()
        #expect(throws: SuiteError.badSystemName(name)) {
            _ = try SystemImport(suite: tree.suite()).run(
                name: name, videos: tree.path, folder: tree.folder.path)
        }
    }

    @Test func damagedSystemsNameFileAndField() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("{\"format\": \"i2vbench-system/1\"}", to: "x.json")
        #expect(errorText { _ = try ImportedSystem(file: file) }.contains("`name` is missing"))
        try folder.write("{\"format\":\n oops}", to: "x.json")
        #expect(errorText { _ = try ImportedSystem(file: file) }.contains("x.json:2"))
    }
}
