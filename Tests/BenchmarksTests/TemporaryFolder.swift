import Foundation
import Media

/// A folder that lasts until the tests end: optimised code may release a value after its last use, while a suite still
/// reads the files in it.
final class TemporaryFolder {
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: TemporaryFolder.root) }
        return FileManager.default.temporaryDirectory
            .appendingPathComponent("suites \(UUID().uuidString)").path
    }()

    let path: String

    init() throws {
        path = "\(Self.root)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// A picture of one grey level.
    @discardableResult
    func image(_ name: String, grey: UInt8 = 100) throws -> String {
        let pixels = [UInt8](repeating: grey, count: 6 * 4 * 3)
        return try write(PNGWriter.encode(RGBImage(width: 6, height: 4, pixels: pixels)), to: name)
    }

    /// A lossless video whose frames have the given grey levels.
    @discardableResult
    func video(_ name: String, greys: [UInt8]) throws -> String {
        let frames = greys.map { grey in
            RGBImage(width: 16, height: 16, pixels: [UInt8](repeating: grey, count: 16 * 16 * 3))
        }
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try VideoWriter.write(frames, to: file, frameRate: FrameRate(8), encoding: .ffv1)
        return file
    }
}
