import Benchmarks
import Foundation
import Hashing
import Media
import Tensor
import Testing

/// Runs something with so many worker threads.
enum Workers {
    static func run<Value>(_ threads: Int, _ body: () throws -> Value) rethrows -> Value {
        try Compute.$current.withValue(Compute(threads: threads), operation: body)
    }
}

struct FrozenSamplesTests {
    private func freeze(_ tree: UCF101Tree, to file: String) throws -> FrozenSamples {
        let list = try DatasetPreparation(
            definition: UCF101Tree.definition(), suiteFolder: UCF101Tree.suiteFolder()
        ).freeze(data: tree.path, for: file)
        try list.write(to: file)
        return list
    }

    @Test func aListStandsForTheFolder() throws {
        let tree = try UCF101Tree()
        let file = tree.folder.path + "/lists/ucf.json"
        try FileManager.default.createDirectory(
            atPath: tree.folder.path + "/lists", withIntermediateDirectories: true)
        let list = try freeze(tree, to: file)
        #expect(list.data == "../ucf" && list.samples.count == 6)
        let drawn = try tree.suite()
        // The registry's suite draws 2,048; the list's own definition counts.
        let suite = try SuiteRegistry().suite("ucf-101", files: file)
        #expect(suite.samples.map(\.id) == drawn.samples.map(\.id))
        #expect(try suite.hash == drawn.hash && suite.hash == list.hash)
        for (sample, entry) in zip(suite.samples, list.samples) {
            let image = try suite.firstFrame(of: sample)
            #expect(try image == drawn.firstFrame(of: sample))
            let bytes = Array("rgb8 \(image.width)x\(image.height)\n".utf8) + image.pixels
            #expect(entry.inputSHA256 == SHA256.hex(of: bytes))
            #expect((entry.frames, entry.width, entry.height) == (20, 16, 16))
        }
    }

    @Test func listsMoveWithTheirData() throws {
        let tree = try UCF101Tree()
        _ = try freeze(tree, to: tree.path + "/samples.json")
        let elsewhere = tree.folder.path + "/moved"
        try FileManager.default.moveItem(atPath: tree.path, toPath: elsewhere)
        let suite = try SuiteRegistry().suite("ucf-101", files: elsewhere + "/samples.json")
        #expect(suite.samples.count == 6)
        let report = try tree.check(data: elsewhere + "/samples.json")
        #expect(report.isComplete && report.findings.isEmpty && report.opened == 6)
    }

    @Test func changedAndLostFilesAreNamed() throws {
        let tree = try UCF101Tree()
        let file = tree.path + "/samples.json"
        let list = try freeze(tree, to: file)
        let other = try tree.folder.video("other.mkv", greys: Array(repeating: 3, count: 30))
        let victim = String(list.samples[2].file.dropFirst("UCF-101/".count))
        try tree.copy(other, to: victim)
        #expect(errorText { _ = try SuiteRegistry().suite("ucf-101", files: file).hash }.contains(victim))
        #expect(try tree.check(data: file).findings(.changed).map(\.path) == [list.samples[2].file])
        try FileManager.default.removeItem(atPath: tree.clip(victim))
        let text = errorText { _ = try SuiteRegistry().suite("ucf-101", files: file) }
        #expect(text.contains("missing: \(list.samples[2].file)"))
        #expect(try tree.check(data: file).findings(.missing).count == 1)
    }

    @Test func samplesThatCannotBeUsedAreRefused() throws {
        let tree = try UCF101Tree()
        let short = try tree.folder.video("short.mkv", greys: [1, 2, 3])
        for clip in UCF101Tree.clips["HandstandPushups"] ?? [] {
            try tree.copy(short, to: UCF101Tree.file("HandstandPushups", clip))
        }
        let text = errorText { _ = try freeze(tree, to: tree.path + "/samples.json") }
        #expect(
            text.contains("2 of the 6 samples") && text.contains("expected 16 frames, found 3"), "\(text)")
    }

    @Test func brokenListsNameFileAndField() throws {
        let tree = try UCF101Tree()
        let file = tree.path + "/samples.json"
        _ = try freeze(tree, to: file)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let registry = try SuiteRegistry()
        func says(_ content: String, _ suite: String = "ucf-101") throws -> String {
            try content.write(toFile: file, atomically: true, encoding: .utf8)
            return errorText { _ = try registry.suite(suite, files: file) }
        }
        #expect(try says(text.replacing("\"data\"", with: "data")).contains("samples.json:2"))
        #expect(try says(text.replacing("\"data\"", with: "\"dta\"")).contains("`data` is missing"))
        #expect(
            try says(text.replacing("samples/1", with: "samples/9")).contains("expected i2vbench-samples/1"))
        #expect(
            try says(text, "msr-vtt").contains("expected samples of “msr-vtt”, found a list of “ucf-101”"))
    }
}
