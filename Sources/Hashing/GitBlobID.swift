import COpenSSL
import Foundation

/// The name that git gives to a file's bytes: SHA-1 of `blob SIZE\0` and the bytes.
public enum GitBlobID {
    /// The name of a file's bytes, lower-case hexadecimal. Throws the file system's error, which names the file.
    public static func hex(ofFile path: String) throws -> String {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        try handle.seek(toOffset: 0)
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        let status = EVP_DigestInit_ex(context, EVP_sha1(), nil)
        precondition(status == 1, "SHA-1 is not available in libcrypto")
        Array("blob \(size)\0".utf8).withUnsafeBytes {
            _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            piece.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        }
        var digest = [UInt8](repeating: 0, count: 20)
        EVP_DigestFinal_ex(context, &digest, nil)
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
