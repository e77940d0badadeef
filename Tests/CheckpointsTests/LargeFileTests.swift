import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Files of 5 GB")
struct LargeFileTests {
    /// Resident memory of this process in bytes.
    private static func resident() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[1])) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private func grow(_ path: String, to size: UInt64) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: size)
        try handle.close()
    }

    @Test func aSafetensorsFileOpensInMillisecondsWithoutItsMemory() throws {
        let folder = try ScratchFolder()
        let (count, rows) = (1250, 1_000_000)
        let members = (0..<count).map {
            "\"layers.\($0).weight\":{\"dtype\":\"F32\",\"shape\":[1000,1000],"
                + "\"data_offsets\":[\($0 * rows * 4),\(($0 + 1) * rows * 4)]}"
        }
        let text = Array("{\(members.joined(separator: ","))}".utf8)
        let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) }
        let path = try folder.write(length + text, as: "large.safetensors")
        try grow(path, to: UInt64(8 + text.count + count * rows * 4))

        let before = try Self.resident()
        let start = ContinuousClock.now
        let checkpoint = try Checkpoint.open(path)
        let elapsed = ContinuousClock.now - start
        let used = try Self.resident() - before
        print("opened \(checkpoint.fileByteCount) bytes in \(elapsed) with \(used) bytes of memory")
        #expect(checkpoint.tensors.count == count && checkpoint.fileByteCount > 5_000_000_000)
        #expect(elapsed < .milliseconds(250))
        #expect(used < 64 << 20)
        #expect(try checkpoint.tensor("layers.1249.weight").count == rows)
    }

    /// A torch archive above 4 GiB, whose sizes and offsets are in zip64 fields.
    @Test func aTorchArchiveAbove4GigabytesIsRead() throws {
        let folder = try ScratchFolder()
        let count = 1_200_000_000
        let path = try folder.write([], as: "large.ckpt")
        try ZipFixture.writeLarge(count: count, to: path)
        let start = ContinuousClock.now
        let checkpoint = try Checkpoint.open(path)
        let elapsed = ContinuousClock.now - start
        #expect(checkpoint.container == .torchZip)
        #expect(checkpoint.description(of: "w")?.shape == [count])
        #expect(checkpoint.fileByteCount > 4_800_000_000)
        #expect(elapsed < .milliseconds(250))
    }
}
