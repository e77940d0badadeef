import Foundation

/// Which version of which address an incomplete file is the beginning of, kept beside it for the next process.
struct SourceMemory {
    private let path: String

    private struct Record: Codable {
        var url: String
        var validator: String
    }

    init(beside partial: String) { path = partial + ".source" }

    /// What `If-Range` has to say so that the server goes on with the same version.
    func validator(of address: WebAddress) -> String? {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)),
            let record = try? JSONDecoder().decode(Record.self, from: bytes), record.url == address.text
        else { return nil }
        return record.validator
    }

    /// Notes the version. Without a validator there is nothing to go on with, and the note goes away.
    func keep(_ validator: String?, of address: WebAddress) {
        guard let validator,
            let bytes = try? JSONEncoder().encode(Record(url: address.text, validator: validator))
        else { return forget() }
        try? bytes.write(to: URL(fileURLWithPath: path))
    }

    func forget() { unlink(path) }
}
