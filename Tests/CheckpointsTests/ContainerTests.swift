import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Containers")
struct ContainerTests {
    @Test func largeZipFieldsAreReadAtAnySize() throws {
        let folder = try ScratchFolder()
        let header = Array("{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }\n".utf8)
        let array =
            [0x93] + Array("NUMPY".utf8) + [1, 0] + ZipFixture.little(UInt16(header.count)) + header + [
                1, 0, 255, 255,
            ]
        for isLarge in [false, true] {
            let archive = ZipFixture.archive([("a/b.npy", array), ("c.npy", array)], isLarge: isLarge)
            let checkpoint = try Checkpoint.open(folder.write(archive, as: "\(isLarge).npz"))
            #expect(checkpoint.tensors.map(\.name) == ["a/b", "c"])
            #expect(try checkpoint.integers("a/b") == [1, -1])
        }
    }

    @Test(arguments: [
        ("PK\u{3}\u{4} but nothing else", "end record"), ("<!DOCTYPE html><p>404", "web page"),
        ("{\"error\": \"not found\"}", "weight_map"), ("\u{1F}gzip? no", "begins with"),
        ("version https://git-lfs.github.com/spec/v1", "git lfs pull"),
    ])
    func otherFilesAreNamed(_ text: String, reason: String) throws {
        let folder = try ScratchFolder()
        let error = try #require(failure(folder.write(text.utf8, as: "file.pth")))
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test func aZipOfOtherThingsSaysWhatIsInside() throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            ZipFixture.archive([("models/raft-things.pth", [1, 2, 3])]), as: "models.zip")
        #expect(try #require(failure(path)).description.contains("models/raft-things.pth"))
    }

    @Test func membersThatOverlapAreRefused() throws {
        let folder = try ScratchFolder()
        var archive = ZipFixture.archive([("a.npy", [1, 2, 3]), ("b.npy", [4, 5, 6])])
        // The second directory entry points at the first member's header.
        let second = archive.count - 22 - (46 + 5) + 42
        archive.replaceSubrange(second..<second + 4, with: [0, 0, 0, 0])
        #expect(throws: CheckpointError.self) { try Checkpoint.open(folder.write(archive, as: "x.npz")) }
    }

    @Test func missingAndSpecialFilesAreErrors() throws {
        for path in ["/nonexistent/file.pth", "/dev/null"] {
            let error = #expect(throws: CheckpointError.self) { try Checkpoint.open(path) }
            #expect(error?.description.contains(path) == true && error?.exitCode == 65)
        }
    }
}
