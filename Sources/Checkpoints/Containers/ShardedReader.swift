import Foundation

/// Reads checkpoints in several files behind a `*.index.json`.
enum ShardedReader {
    private struct Index: Decodable {
        let weight_map: [String: String]
    }

    static func read(_ file: MappedFile) throws -> CheckpointContents {
        func damaged(_ expected: String, _ found: String) -> CheckpointError {
            CheckpointError.malformed(
                file: file.path, expected: expected, found: found,
                advice: "Give the index file of a sharded checkpoint, with its parts beside it.")
        }
        guard file.count <= SafetensorsReader.largestHeader else {
            throw damaged("an index of at most 100 MB", "\(file.count) bytes")
        }
        guard let index = try? JSONDecoder().decode(Index.self, from: Data(file.bytes)) else {
            throw damaged("JSON with a weight_map from names to files", "something else")
        }
        let folder = URL(fileURLWithPath: file.path).deletingLastPathComponent()
        var contents = CheckpointContents(container: .sharded, tensors: [], files: [file])
        for part in Set(index.weight_map.values).sorted() {
            guard !part.isEmpty, part != ".", part != "..", !part.contains("/"), !part.contains("\0") else {
                throw damaged("parts in the same folder", "\"\(part)\"")
            }
            let mapped = try MappedFile(folder.appendingPathComponent(part).path)
            // An index inside an index could lead round in circles.
            guard mapped.bytes.first != UInt8(ascii: "{") else {
                throw damaged("parts that hold tensors", part)
            }
            let inner = try ContainerSniffer.read(mapped)
            let wanted = Set(index.weight_map.filter { $0.value == part }.keys)
            let found = inner.tensors.filter { wanted.contains($0.path.joined(separator: inner.separator)) }
            guard found.count == wanted.count else {
                let present = Set(found.map { $0.path.joined(separator: inner.separator) })
                throw damaged(
                    "\(wanted.count) tensors in \(part)",
                    "\(found.count), without \(wanted.subtracting(present).sorted().first ?? "")")
            }
            contents.tensors += found
            contents.files += inner.files
            contents.metadata.merge(inner.metadata) { first, _ in first }
        }
        return contents
    }
}
