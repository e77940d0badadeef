import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Numpy archives")
struct NumpyArchiveTests {
    private var entries: [NumpyArchiveEntry] {
        [
            NumpyArchiveEntry("mu", [0.5, -1, .pi], shape: [3]),
            NumpyArchiveEntry("sigma", (0..<9).map { 1 / Double($0 + 1) }, shape: [3, 3]),
            NumpyArchiveEntry("count", 2048), NumpyArchiveEntry("protocol", "fvd@i3d-tats"),
            NumpyArchiveEntry("note", "naïve 🌆"), NumpyArchiveEntry("empty", ""),
            NumpyArchiveEntry(
                "mask/rows", RawTensor(type: .bool, shape: [2, 1], bytes: [1, 0])),
        ]
    }

    @Test func readsBackWhatWasWritten() throws {
        let folder = try ScratchFolder()
        let path = folder.path("statistics.npz")
        try NumpyArchiveWriter.write(entries, to: path)
        let archive = try Checkpoint.open(path)
        try archive.verify()
        #expect(archive.container == .npz)
        #expect(archive.tensors.map(\.name) == ["mu", "sigma", "count", "mask/rows"])
        #expect(try archive.raw("mu").doubles == [0.5, -1, .pi])
        #expect(try archive.raw("sigma").doubles == (0..<9).map { 1 / Double($0 + 1) })
        #expect(try archive.raw("sigma").shape == [3, 3])
        #expect(try archive.integers("count") == [2048])
        #expect(try archive.integers("mask/rows") == [1, 0])
        #expect(archive.values.map(\.path) == [["protocol"], ["note"], ["empty"]])
        #expect(archive.values.map(\.value) == [.text("fvd@i3d-tats"), .text("naïve 🌆"), .text("")])
    }

    @Test func theSameEntriesGiveTheSameBytes() throws {
        let folder = try ScratchFolder()
        for name in ["one.npz", "other.npz"] { try NumpyArchiveWriter.write(entries, to: folder.path(name)) }
        let one = try Data(contentsOf: folder.url.appendingPathComponent("one.npz"))
        #expect(try one == Data(contentsOf: folder.url.appendingPathComponent("other.npz")))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)
    }

    @Test func largeArraysAreDeflated() throws {
        let folder = try ScratchFolder()
        let numbers = (0..<300_000).map { Double($0 % 7) }
        let path = folder.path("large.npz")
        try NumpyArchiveWriter.write([NumpyArchiveEntry("a", numbers, shape: [300_000])], to: path)
        let archive = try Checkpoint.open(path)
        #expect(archive.fileByteCount < 100_000)
        #expect(try archive.raw("a").doubles == numbers)
    }

    /// Text as numpy itself writes it, wide and narrow, little- and big-endian.
    @Test(arguments: [
        ("<U3", [0x61, 0, 0, 0, 0xEF, 0, 0, 0, 0, 0, 0, 0], "aï"),
        (">U2", [0, 0, 0, 0x61, 0, 1, 0xF3, 0x06], "a🌆"), ("|S4", [0x61, 0x62, 0, 0], "ab"),
    ])
    func textIsReadInEveryForm(_ type: String, _ bytes: [UInt8], _ text: String) throws {
        let folder = try ScratchFolder()
        let archive = ZipFixture.archive([("t.npy", Self.array(type, "()", bytes))])
        let checkpoint = try Checkpoint.open(folder.write(archive, as: "t.npz"))
        #expect(checkpoint.values.map(\.value) == [.text(text)])
    }

    @Test func textThatIsNoneIsRefused() throws {
        let folder = try ScratchFolder()
        for (type, shape, bytes) in [
            ("<U1", "()", [0, 0xD8, 0, 0] as [UInt8]), ("<U1", "()", [0, 0, 0x11, 0]),
            ("|S2", "()", [0xFF, 0]),
            ("|S1", "(2,)", [0x61, 0x62]), ("<U999999999999", "()", []), ("|S-1", "()", []),
            ("|O", "()", [0, 0, 0, 0, 0, 0, 0, 0]), ("|V4", "()", [1, 2, 3, 4]),
        ] {
            let archive = ZipFixture.archive([("t.npy", Self.array(type, shape, bytes))])
            #expect(throws: CheckpointError.self, "\(type) \(shape)") {
                try Checkpoint.open(folder.write(archive, as: "bad.npz"))
            }
        }
        #expect(throws: CheckpointError.self) {
            try Checkpoint.open(folder.write(Self.array("|S2", "()", [0x61, 0x62]), as: "text.npy"))
        }
    }

    @Test func whatCannotBeWrittenIsAnError() throws {
        let folder = try ScratchFolder()
        let half = NumpyArchiveEntry("b", RawTensor(type: .bfloat16, shape: [1], bytes: [0, 0]))
        #expect(throws: CheckpointError.self) {
            try NumpyArchiveWriter.write([half], to: folder.path("b.npz"))
        }
        #expect(throws: CheckpointError.self) {
            try NumpyArchiveWriter.write(entries, to: folder.path("none/b.npz"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    private static func array(_ type: String, _ shape: String, _ bytes: [UInt8]) -> [UInt8] {
        let header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n".utf8)
        return [0x93] + Array("NUMPY".utf8) + [1, 0] + ZipFixture.little(UInt16(header.count)) + header
            + bytes
    }
}
