import Foundation

/// Bytes that are read once, front to back.
protocol ByteStream: AnyObject {
    /// Fills `target` as far as bytes remain and returns how many there were. Throws: `MediaError`.
    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int
}

/// A file read front to back.
final class FileBytes: ByteStream {
    let path: String
    private let file: UnsafeMutablePointer<FILE>

    init(path: String) throws {
        self.path = path
        guard let file = fopen(path, "rb") else {
            throw MediaError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        self.file = file
    }

    deinit { fclose(file) }

    /// Size in bytes.
    var size: Int {
        let position = ftell(file)
        defer { fseek(file, position, SEEK_SET) }
        fseek(file, 0, SEEK_END)
        return ftell(file)
    }

    func seek(to offset: Int) { fseek(file, offset, SEEK_SET) }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = fread(target.baseAddress, 1, target.count, file)
        if count < target.count, ferror(file) != 0 {
            throw MediaError.unreadable(path: path, reason: String(cString: strerror(errno)))
        }
        return count
    }
}

extension ByteStream {
    /// The next `count` bytes, or fewer at the end.
    func read(_ count: Int) throws -> [UInt8] {
        var failure: (any Error)?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            do { initialized = try read(into: UnsafeMutableRawBufferPointer(target)) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }
}
