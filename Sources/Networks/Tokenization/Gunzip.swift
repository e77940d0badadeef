import CZlib

/// Reads gzip files (and plain ones, which zlib passes through).
enum Gunzip {
    /// The decompressed bytes of a file.
    /// - Parameter limit: most bytes that are accepted.
    /// - Throws: `TokenizerError.vocabulary` when the file cannot be read, is damaged or exceeds the limit.
    static func bytes(ofFile path: String, limit: Int = 64 << 20) throws -> [UInt8] {
        func failure(_ found: String) -> TokenizerError {
            .vocabulary(
                file: path, expected: "a gzip file of at most \(limit) bytes when unpacked", found: found)
        }
        guard let file = gzopen(path, "rb") else { throw failure("no readable file") }
        defer { gzclose(file) }
        var result: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = gzread(file, &block, UInt32(block.count))
            guard count >= 0 else { throw failure("damaged compression") }
            guard count > 0 else { break }
            result += block[0..<Int(count)]
            guard result.count <= limit else { throw failure("more") }
        }
        return result
    }
}
