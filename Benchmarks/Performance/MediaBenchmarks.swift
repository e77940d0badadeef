import Foundation
import Media

/// Decoding, as a metric sees it: open a file, every frame to RGB.
enum MediaBenchmarks {
    static let all = [
        BenchmarkCase(name: "decode mp4", shape: "16×256×256 H.264") {
            let clip = try TemporaryClip(frames: 16, side: 256)
            return {
                let reader = try VideoReader(path: clip.path)
                while try reader.nextFrame() != nil {}
                precondition(reader.frameCount == 16, "every frame is decoded")
            }
        }
    ]
}

/// A clip of a moving pattern with fine texture, which goes away with its last owner.
private final class TemporaryClip: Sendable {
    let path: String

    init(frames: Int, side: Int) throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("i2vbench-benchmark-\(UUID().uuidString).mp4").path
        let images = (0..<frames).map { frame in
            let pixels = (0..<side * side).flatMap { index -> [UInt8] in
                let (x, y) = (index % side, index / side)
                let texture = (x &* 7 ^ y &* 13) & 31
                let wave = [x + 4 * frame, y + 2 * frame, x + y + 6 * frame]
                return wave.map { UInt8(($0 / 2 + texture) & 255) }
            }
            return RGBImage(width: side, height: side, pixels: pixels)
        }
        try VideoWriter.write(images, to: path, frameRate: FrameRate(8))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
