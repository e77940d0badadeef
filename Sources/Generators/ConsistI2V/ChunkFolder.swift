import Checkpoints
import Foundation
import Media
import Tensor

/// The finished chunks of a long video, beside the output until that is finished, so that an interrupted generation
/// goes on with the next chunk.
///
/// `.NAME.chunks-KEY/chunk_00001/` holds the new frames of a chunk as PNG and its last latent frame. A chunk is
/// written under another name and renamed, so that it is complete or absent whatever happens to the process. The key
/// stands for everything that decides the pixels: another request never meets these chunks.
struct ChunkFolder {
    let path: String
    private let output: String
    private let chunkFrames: Int

    /// - Parameters:
    ///   - key: hash of everything that decides the pixels.
    ///   - chunkFrames: F; chunks after the first add one less.
    init(output: String, key: String, chunkFrames: Int) {
        (self.output, self.chunkFrames) = (Self.trimmed(output), chunkFrames)
        path = Self.prefix(output) + key.prefix(16)
    }

    /// Chunks that are there, from the first one on without a gap.
    var finished: Int {
        var count = 0
        while FileManager.default.fileExists(atPath: chunk(count)) { count += 1 }
        return count
    }

    /// New frames of chunk `index`, in order.
    func forEachFrame(of index: Int, _ body: (RGBImage) throws -> Void) throws {
        for number in 1...newFrames(index) { try body(try MediaDecoder().image(at: frame(index, number))) }
    }

    /// `[1, 1, h, w, C]`.
    func lastLatent(of index: Int) throws -> Tensor {
        try Checkpoint.open(latent(chunk(index))).tensor("last_latent")
    }

    /// Keeps a finished chunk.
    /// - Throws: `MediaError` or `CheckpointError` where the disk does not take it.
    func store(_ index: Int, frames: [RGBImage], lastLatent: Tensor) throws {
        precondition(frames.count == newFrames(index), "\(frames.count) new frames in chunk \(index)")
        let partial = "\(path)/.chunk.partial-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try? FileManager.default.removeItem(atPath: partial)
            try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
        } catch {
            throw MediaError.unwritable(path: path, reason: error.localizedDescription)
        }
        for (number, image) in frames.enumerated() {
            try PNGWriter.write(image, to: Self.frame(partial, number + 1))
        }
        try SafetensorsWriter.write([SafetensorsEntry("last_latent", lastLatent)], to: latent(partial))
        // Another process that makes the same video may have been faster; its chunk is the same.
        guard rename(partial, chunk(index)) == 0 || FileManager.default.fileExists(atPath: chunk(index))
        else {
            throw MediaError.unwritable(path: chunk(index), reason: String(cString: strerror(errno)))
        }
    }

    /// Removes the chunks of a finished output, those of other requests for the same file included.
    static func removeAll(of output: String) throws {
        let (folder, name) = split(prefix(output))
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where entry.hasPrefix(name) {
            try FileManager.default.removeItem(atPath: "\(folder)/\(entry)")
        }
    }

    private func newFrames(_ index: Int) -> Int { index == 0 ? chunkFrames : chunkFrames - 1 }

    private func chunk(_ index: Int) -> String { "\(path)/chunk_\(Self.digits(index + 1))" }

    private func latent(_ folder: String) -> String { folder + "/last_latent.safetensors" }

    private func frame(_ index: Int, _ number: Int) -> String { Self.frame(chunk(index), number) }

    private static func frame(_ folder: String, _ number: Int) -> String {
        "\(folder)/frame_\(digits(number)).png"
    }

    private static func digits(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
    }

    private static func trimmed(_ output: String) -> String {
        output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
    }

    private static func prefix(_ output: String) -> String {
        let (folder, name) = split(trimmed(output))
        return "\(folder)/.\(name).chunks-"
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        let url = URL(fileURLWithPath: path)
        return (url.deletingLastPathComponent().path, url.lastPathComponent)
    }
}
