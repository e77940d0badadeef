import Foundation

/// The list of files that must load, with what they hold, and of files that must be refused.
struct Golden: Decodable {
    struct File: Decodable {
        let file: String
        let result: String
        let format: String?
        let why: String?
        let tensors: [String: Values]?
        let others: [String: Plain]?
    }

    struct Values: Decodable {
        let dtype: String
        let shape: [Int]
        let values: [Double]
    }

    /// A value beside the tensors, as JSON writes it.
    enum Plain: Decodable, Equatable {
        case none
        case boolean(Bool)
        case number(Double)
        case text(String)
        case bytes(String)
        case empty

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let value = try? container.decode(Bool.self) {
                self = .boolean(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([String: String].self), let hex = value["bytes_hex"] {
                self = .bytes(hex)
            } else {
                _ = try container.decode([Int].self)
                self = .empty
            }
        }
    }

    let files: [File]

    static func read(_ path: String) throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
