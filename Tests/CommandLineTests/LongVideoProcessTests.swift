import Foundation
import Media
import TestSupport
import Testing

/// `i2vbench generate --chunks` as a process that is interrupted, killed and started again.
@Suite struct LongVideoProcessTests {
    private let folder: ScratchFolder
    private let image: String

    init() throws {
        folder = try ScratchFolder()
        image = folder.path("first frame.png")
        let pixels = (0..<40 * 30 * 3).map { UInt8($0 % 251) }
        try PNGWriter.write(RGBImage(width: 40, height: 30, pixels: pixels), to: image)
    }

    private func arguments(chunks: Int, to output: String) -> [String] {
        [
            "generate", "--image", image, "--prompt", "a ramp", "--weights", "synthetic", "--size", "demo",
            "--steps", "4", "--frames", "6", "--chunks", "\(chunks)", "--seed", "3", "-o", output,
        ]
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
    }

    /// The folder of finished chunks beside `output`, if there is one, and the chunks in it.
    private func chunks(of output: String) throws -> [String] {
        let prefix = ".\(URL(fileURLWithPath: output).lastPathComponent).chunks-"
        guard let parts = try files.first(where: { $0.hasPrefix(prefix) }) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path(parts))
            .filter { $0.hasPrefix("chunk_") }.sorted()
    }

    @Test(arguments: [SIGKILL, SIGINT])
    func aStoppedVideoIsFinishedByTheSameCommand(signal: Int32) throws {
        let whole = folder.path("whole.mp4")
        let reference = try Tool.run(arguments(chunks: 4, to: whole))
        #expect(reference.status == 0, "\(reference.errors)")
        #expect(try MediaDecoder().frames(at: whole).count == 4 * 6 - 4 + 1)
        let output = folder.path("stopped.mp4")
        let status = try Tool.stop(
            arguments(chunks: 4, to: output), with: signal, once: { try chunks(of: output).count >= 2 },
            reset: { try FileManager.default.removeItem(atPath: output) })
        #expect(status == (signal == SIGKILL ? -SIGKILL : 130))
        #expect(!FileManager.default.fileExists(atPath: output))
        #expect(try chunks(of: output).count >= 2)
        let resumed = try Tool.run(arguments(chunks: 4, to: output))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("going on after chunk"), "\(resumed.errors)")
        #expect(try chunks(of: output).isEmpty)
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: output))
                == Data(contentsOf: URL(fileURLWithPath: whole)))
    }

    @Test func aRunGoesOnAtTheFinishedChunk() throws {
        func arguments(_ out: String) -> [String] {
            [
                "run", "demo", "--limit", "1", "--steps", "4", "--chunks", "4", "--metrics",
                "temporal_flickering",
                "--out", folder.path(out),
            ]
        }
        func videos(_ out: String) throws -> [String: Data] {
            let root = folder.url.appendingPathComponent(out).appendingPathComponent("videos")
            let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
            #expect(!names.contains { $0.contains("chunk") && $0.hasPrefix(".") })
            return try Dictionary(
                uniqueKeysWithValues: names.filter { $0.hasSuffix(".mp4") }.map {
                    ($0, try Data(contentsOf: root.appendingPathComponent($0)))
                })
        }
        func finishedChunks(_ out: String) -> Int {
            let root = folder.url.appendingPathComponent(out).appendingPathComponent("videos").path
            let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
            return names.filter { URL(fileURLWithPath: $0).lastPathComponent.hasPrefix("chunk_") }.count
        }
        let reference = try Tool.run(arguments("whole"))
        #expect(reference.status == 0, "\(reference.errors)")
        let status = try Tool.stop(
            arguments("stopped"), with: SIGKILL, once: { finishedChunks("stopped") >= 2 },
            reset: { try FileManager.default.removeItem(atPath: folder.path("stopped")) })
        #expect(status == -SIGKILL)
        #expect(finishedChunks("stopped") >= 2)
        let resumed = try Tool.run(arguments("stopped"))
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(finishedChunks("stopped") == 0)
        #expect(try videos("stopped") == videos("whole"))
        #expect(try videos("whole").isEmpty == false)
    }

    @Test func memoryDoesNotGrowWithTheNumberOfChunks() throws {
        func peak(_ chunks: Int) throws -> Int {
            let run = try Tool.run(
                arguments(chunks: chunks, to: folder.path("\(chunks).mp4")) + ["--json", "--threads", "1"])
            let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            return try #require(report?["peak_memory"] as? Int)
        }
        let (short, long) = (try peak(2), try peak(16))
        print("peak memory of 2 and 16 chunks: \(short >> 20) and \(long >> 20) MiB")
        // 14 more chunks are 70 frames; kept whole they would be 0.9 MB of pixels and twice that of latents.
        #expect(long < short + 8 << 20)
    }
}
