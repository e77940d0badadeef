import Foundation
import Hashing
import Media
import TestSupport
import Testing

/// Decoded bytes against what PyAV, decord, OpenCV and Pillow deliver.
@Suite struct DecodingParityTests {
    struct ClipHashes: Decodable {
        let rgb24_sha256: [String]
        let jpeg_rgb_sha256: String
    }

    struct Hashes: Decodable { let clips: [String: ClipHashes] }

    @Test func clipOfTheFixtures() throws {
        let frames = try MediaDecoder().frames(at: fixture("clip05.mp4"))
        #expect(frames.count == 16)
        #expect(sha256(frames[0]) == "c4af3f7545a0a58ef04629890eff41b703609f006a601e7fb6a19da9e4fdbc4c")
        #expect(sha256(frames[15]) == "a8746bac71cc866f0875143b1b0915e7e240af03e9dfd7be0fa5010624ab9653")
        #expect(
            sha256(try MediaDecoder().image(at: fixture("clip05.jpg")))
                == "37a0501a0eeae8a561608979fcb96350d32055e6f846a6fb5c55cff284f22c6f")
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func everyFrameOfEveryClip() throws {
        let text = try Data(
            contentsOf: URL(fileURLWithPath: SharedParity.path("parity/preprocess/frame_hashes.json")))
        let hashes = try JSONDecoder().decode(Hashes.self, from: text)
        #expect(hashes.clips.count == 12)
        for (clip, expected) in hashes.clips {
            let folder = SharedParity.path("data/consisti2v_samples") + "/"
            let reader = try VideoReader(path: folder + "\(clip).mp4")
            #expect(reader.properties.frameRate == FrameRate(8))
            for (index, hash) in expected.rgb24_sha256.enumerated() {
                let frame = try #require(try reader.nextFrame())
                #expect(sha256(frame.image) == hash, "clip \(clip) frame \(index)")
                #expect(frame.seconds == Double(index) / 8)
            }
            #expect(try reader.next() == nil)
            #expect(reader.frameCount == 16)
            let image = try MediaDecoder().image(at: folder + "\(clip)_first_frame.jpg")
            #expect(sha256(image) == expected.jpeg_rgb_sha256, "first frame \(clip)")
        }
    }

    struct Check: Decodable {
        let frame: Int
        let mean_y, mean_u, mean_v: Double
        let yuv420p_sha256: String?
    }

    struct Clip: Decodable {
        let file: String
        let frames, container_frames, width, height: Int
        let fps, codec: String
        let decoded_checks: [Check]
    }

    struct Manifest: Decodable { let items: [Clip] }

    @Test(.enabled(if: SharedParity.isAvailable)) func clipsOfOtherCodecs() throws {
        let folder = SharedParity.path("data/clips") + "/"
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "manifest.json")))
        #expect(manifest.items.count == 7)
        for clip in manifest.items {
            let reader = try VideoReader(path: folder + clip.file)
            #expect(reader.properties.width == clip.width)
            #expect(reader.properties.height == clip.height)
            #expect(reader.properties.frameRate?.description == clip.fps)
            #expect(reader.properties.codec == clip.codec)
            #expect(reader.properties.declaredFrames == clip.container_frames)
            while try reader.next() != nil {}
            #expect(reader.frameCount == clip.frames, "\(clip.file)")
            try comparePlanes(of: folder + clip.file, clip)
        }
    }

    private func comparePlanes(of path: String, _ clip: Clip) throws {
        let source = try LibAVSource(path: path)
        var (index, compared) = (0, 0)
        while let planes = try source.nextPlanes() {
            defer { index += 1 }
            guard let check = clip.decoded_checks.first(where: { $0.frame == index }) else { continue }
            compared += 1
            for (plane, expected) in zip(planes, [check.mean_y, check.mean_u, check.mean_v]) {
                let mean = Double(plane.reduce(0) { $0 + Int($1) }) / Double(plane.count)
                #expect(abs(mean - expected) < 0.05, "\(clip.file) frame \(index): \(mean), not \(expected)")
            }
            if let hash = check.yuv420p_sha256 {
                #expect(SHA256.hex(of: planes.flatMap { $0 }) == hash, "\(clip.file) frame \(index)")
            }
        }
        #expect(compared == clip.decoded_checks.count)
    }
}
