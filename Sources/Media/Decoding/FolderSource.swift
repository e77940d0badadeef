import Foundation

/// A folder of image files, one frame each, in natural order of their names (`frame2` before `frame10`).
final class FolderSource: FrameSource {
    let properties: MediaProperties
    private let path: String
    private let names: [String]
    private var index = 0

    static let imageExtensions: Set<String> = [
        "png", "jpg", "jpeg", "webp", "bmp", "tif", "tiff", "ppm", "pgm", "pnm", "gif",
    ]

    init(path: String) throws {
        self.path = path
        let all: [String]
        do {
            all = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw MediaError.unreadable(path: path, reason: error.localizedDescription)
        }
        names = all.filter { name in
            let suffix = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return !name.hasPrefix(".") && name.contains(".") && Self.imageExtensions.contains(suffix)
        }.sorted(by: NaturalOrder.precedes)
        guard let first = names.first else {
            throw MediaError.noFrames(
                path: path, found: "a folder of \(all.count) entries without an image (\(Self.known))")
        }
        let opened = try VideoReader(path: path + "/" + first).properties
        properties = MediaProperties(
            width: opened.width, height: opened.height, declaredFrames: names.count, codec: opened.codec,
            pixelFormat: opened.pixelFormat)
    }

    private static var known: String { imageExtensions.sorted().joined(separator: ", ") }

    func nextFrame() throws -> VideoFrame? {
        guard index < names.count else { return nil }
        let file = path + "/" + names[index]
        guard let image = try VideoReader(path: file).next() else {
            throw MediaError.noFrames(path: file, found: "nothing to show")
        }
        guard image.width == properties.width, image.height == properties.height else {
            throw MediaError.sizeChanges(
                path: file, frame: index, expected: "\(properties.width)×\(properties.height)",
                found: "\(image.width)×\(image.height)")
        }
        index += 1
        return VideoFrame(image: image, seconds: nil)
    }
}
