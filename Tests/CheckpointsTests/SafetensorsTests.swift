import Checkpoints
import Foundation
import Tensor
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    private static let entries = [
        SafetensorsEntry("b.weight", Tensor([2, 3], [1, -2, 3.5, 0, 1e-30, 7])),
        SafetensorsEntry("a \"quoted\"\n", Tensor([3], [0.5, 65504, -0.1]), as: .float16),
        SafetensorsEntry("steps", [1, -1 << 62], shape: [2]),
        SafetensorsEntry("flag", RawTensor(type: .uint8, shape: [3], bytes: [1, 0, 255])),
        SafetensorsEntry("count", RawTensor(type: .int32, shape: [], bytes: [7, 0, 0, 0])),
        SafetensorsEntry("empty", Tensor([0, 4])),
    ]

    @Test func whatWasWrittenIsReadBack() throws {
        let folder = try ScratchFolder()
        let path = folder.path("all.safetensors")
        try SafetensorsWriter.write(Self.entries, to: path, metadata: ["made by": "a test"])
        let checkpoint = try Checkpoint.open(path)
        #expect(checkpoint.metadata == ["made by": "a test"])
        #expect(
            checkpoint.tensors.map(\.name) == [
                "steps", "b.weight", "count", "empty", "a \"quoted\"\n", "flag",
            ])
        #expect(try checkpoint.tensor("b.weight").values == [1, -2, 3.5, 0, 1e-30, 7])
        #expect(try checkpoint.tensor("a \"quoted\"\n").values == [0.5, 65504, -0.099975586])
        #expect(try checkpoint.integers("steps") == [1, -1 << 62])
        #expect(try checkpoint.integers("count") == [7])
        #expect(try checkpoint.raw("flag").bytes == [1, 0, 255])
        #expect(try checkpoint.tensor("empty").shape == [0, 4])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["all.safetensors"])
    }

    @Test func theOrderOfEntriesDoesNotChangeTheBytes() throws {
        let folder = try ScratchFolder()
        try SafetensorsWriter.write(Self.entries, to: folder.path("1"))
        try SafetensorsWriter.write(Self.entries.reversed(), to: folder.path("2"))
        #expect(FileManager.default.contentsEqual(atPath: folder.path("1"), andPath: folder.path("2")))
    }

    @Test func aFailedWriteLeavesTheOldFileAlone() throws {
        struct Stop: Error {}
        let folder = try ScratchFolder()
        let path = try folder.write("old".utf8, as: "x.safetensors")
        let broken = SafetensorsEntry("w", type: .float32, shape: [2]) { _ in throw Stop() }
        #expect(throws: Stop.self) { try SafetensorsWriter.write([broken], to: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x.safetensors"])
    }

    @Test func aFullDiskIsSaidToBeFull() throws {
        let file = try PartialFile("/dev/full", target: "out.safetensors")
        do {
            try [UInt8](repeating: 0, count: 1 << 16).withUnsafeBytes(file.write)
            Issue.record("writing to a full device succeeded")
        } catch let error as CheckpointError {
            #expect(
                error.description.contains("out.safetensors") && error.description.contains("disk is full"))
            #expect(error.exitCode == 1)
        }
    }

    @Test func aMissingFolderIsNamed() throws {
        let path = "/nonexistent-folder/out.safetensors"
        do {
            try SafetensorsWriter.write(Self.entries, to: path)
            Issue.record("writing into a missing folder succeeded")
        } catch let error as CheckpointError {
            #expect(error.description.contains(path) && error.exitCode == 1)
        }
    }

    @Test func conversionKeepsTypesAndDropsTheWrapper() throws {
        let folder = try ScratchFolder()
        for (wrapped, plain) in [
            ("zip_wrapped.pth", "basic.safetensors"), ("legacy_wrapped.pth", "basic.safetensors"),
        ] {
            try Checkpoint.open(Fixtures.path(wrapped)).convert(to: folder.path(wrapped))
            #expect(try readEverything(folder.path(wrapped)) == readEverything(Fixtures.path(plain)))
        }
        let strided = try Fixtures.path("zip_strided.pth")
        try Checkpoint.open(strided).convert(to: folder.path("strided"))
        #expect(try readEverything(folder.path("strided")) == readEverything(strided))
    }

    @Test func halvesWidenExactly() throws {
        let patterns = (0...UInt16.max).map { $0 }
        let raw = RawTensor(
            type: .float16, shape: [patterns.count], bytes: patterns.withUnsafeBytes { Array($0) })
        let widened = try #require(raw.floats).values
        for (pattern, value) in zip(patterns, widened) {
            let expected = Float(Float16(bitPattern: pattern))
            #expect(value == expected || (value.isNaN && expected.isNaN))
            #expect(value.sign == expected.sign)
        }
    }
}
