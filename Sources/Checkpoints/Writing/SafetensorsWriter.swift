import Foundation

/// Writes safetensors files tensor by tensor, so that a file of any size needs no more memory than its largest
/// tensor, and the file appears under its name only when it is complete.
public enum SafetensorsWriter {
    /// - Parameter metadata: free text for the header.
    /// - Throws: `CheckpointError.unwritable` when the disk is full or the place cannot be written to,
    ///   `.unsupportedType` for elements that the format lacks, and whatever an entry throws.
    public static func write(
        _ entries: [SafetensorsEntry], to path: String, metadata: [String: String] = [:]
    ) throws {
        // Wider elements first, so that every tensor starts at a multiple of its element size.
        let sorted = entries.sorted { ($1.type.byteCount, $0.name) < ($0.type.byteCount, $1.name) }
        let header = try header(sorted, metadata: metadata, path: path)
        let target = URL(fileURLWithPath: path)
        let partial = target.deletingLastPathComponent().appendingPathComponent(
            ".\(target.lastPathComponent).\(getpid()).partial")
        let file = try PartialFile(partial.path, target: path)
        do {
            try header.withUnsafeBytes(file.write)
            for entry in sorted {
                let start = file.count
                try entry.writeElements(file.write)
                precondition(
                    file.count - start == entry.byteCount,
                    "\(entry.name): \(file.count - start) bytes written for \(entry.type) \(entry.shape)")
            }
            try file.finish()
        } catch {
            file.abandon()
            throw error
        }
    }

    private static func header(_ entries: [SafetensorsEntry], metadata: [String: String], path: String) throws
        -> [UInt8]
    {
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var begin = 0
        var names: Set<String> = ["__metadata__"]
        for entry in entries {
            precondition(names.insert(entry.name).inserted, "two tensors named \(entry.name)")
            guard let type = entry.type.safetensorsName else {
                throw CheckpointError.unsupportedType(
                    file: path, name: entry.name, expected: "of a type that safetensors knows",
                    found: entry.type.rawValue)
            }
            let end = begin + entry.byteCount
            members.append(
                "\(quoted(entry.name)):{\"dtype\":\"\(type)\",\"shape\":\(entry.shape.description.filter { $0 != " " }),"
                    + "\"data_offsets\":[\(begin),\(end)]}")
            begin = end
        }
        var text = Array("{\(members.joined(separator: ","))}".utf8)
        while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
