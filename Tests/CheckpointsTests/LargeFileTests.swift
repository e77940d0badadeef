import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Files of 5 GB")
struct LargeFileTests {
    /// How much of a file's mapping is in memory, in bytes. What other tests hold does not count.
    private static func resident(_ path: String) throws -> Int {
        // The size that the kernel gives this file is 0, at which other ways of reading stop after a page.
        let maps = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/proc/self/smaps")).readToEnd()
        var (isOurs, mappings, bytes) = (false, 0, 0)
        for line in String(decoding: maps ?? Data(), as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields[0].contains("-") {
                isOurs = line.hasSuffix(path)
                mappings += isOurs ? 1 : 0
            } else if isOurs && fields[0] == "Rss:" {
                bytes += try #require(Int(fields[1])) * 1024
            }
        }
        try #require(mappings > 0, "\(path) is not mapped")
        return bytes
    }

    private func grow(_ path: String, to size: UInt64) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.truncate(atOffset: size)
        try handle.close()
    }

    @Test func aSafetensorsFileOpensWithoutItsMemory() throws {
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

        let checkpoint = try Checkpoint.open(path)
        #expect(checkpoint.tensors.count == count && checkpoint.fileByteCount > 5_000_000_000)
        #expect(try Self.resident(path) < 1 << 20)
        #expect(try checkpoint.tensor("layers.1249.weight").count == rows)
    }

    /// A torch archive above 4 GiB, whose sizes and offsets are in zip64 fields.
    @Test func aTorchArchiveAbove4GigabytesIsRead() throws {
        let folder = try ScratchFolder()
        let count = 1_200_000_000
        let path = try folder.write([], as: "large.ckpt")
        try ZipFixture.writeLarge(count: count, to: path)
        let checkpoint = try Checkpoint.open(path)
        #expect(try Self.resident(path) < 1 << 20)
        #expect(checkpoint.container == .torchZip)
        #expect(checkpoint.description(of: "w")?.shape == [count])
        #expect(checkpoint.fileByteCount > 4_800_000_000)
    }
}
