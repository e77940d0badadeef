import Hashing
import Media

extension RGBImage {
    /// SHA-256 over `rgb8 <width>x<height>\n` and the pixels.
    public var contentHash: String {
        let hash = SHA256()
        Array("rgb8 \(width)x\(height)\n".utf8).withUnsafeBytes { hash.update($0) }
        pixels.withUnsafeBytes { hash.update($0) }
        return hash.hexDigest()
    }
}
