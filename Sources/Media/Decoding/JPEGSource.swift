import CImageIO
import Foundation

/// A JPEG image, decoded by libjpeg-turbo with its accurate integer DCT and smooth chroma upsampling, which is
/// what Pillow shows. EXIF orientation is not applied: the reference metric code reads images without it.
final class JPEGSource: FrameSource {
    let properties: MediaProperties
    private var image: RGBImage?

    init(path: String) throws {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw MediaError.unreadable(path: path, reason: error.localizedDescription)
        }
        let decoded = try bytes.withUnsafeBytes { try Self.decode($0, path: path) }
        properties = MediaProperties(
            width: decoded.width, height: decoded.height, declaredFrames: 1, codec: "mjpeg")
        image = decoded
    }

    func nextFrame() throws -> VideoFrame? {
        defer { image = nil }
        return image.map { VideoFrame(image: $0, seconds: nil) }
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, path: String) throws -> RGBImage {
        let base = bytes.bindMemory(to: UInt8.self).baseAddress
        var message = [CChar](repeating: 0, count: Int(CIMAGE_MESSAGE))
        func reason() -> String {
            String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        var (width, height): (Int32, Int32) = (0, 0)
        guard cimage_jpeg_size(base, bytes.count, &width, &height, &message) == 0 else {
            throw MediaError.notMedia(path: path, found: "a damaged JPEG image (\(reason()))")
        }
        let count = Int(width) * Int(height)
        guard count <= MediaError.pixelLimit else {
            throw MediaError.tooLarge(path: path, found: "\(width)×\(height)")
        }
        var status: Int32 = 0
        let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { target, initialized in
            status = cimage_jpeg_decode(base, bytes.count, target.baseAddress, width, height, &message)
            initialized = status == 0 ? count * 3 : 0
        }
        guard status == 0 else { throw MediaError.truncated(path: path, framesRead: 0, reason: reason()) }
        return RGBImage(width: Int(width), height: Int(height), pixels: pixels)
    }
}
