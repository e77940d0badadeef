/// A file of published weights: where it comes from, under which terms, and where this package expects it.
public struct OfficialFile: Sendable, Hashable, Codable {
    /// Name of the file in tables.
    public let id: String
    /// The networks that load it.
    public let networks: [String]
    /// Where it belongs, below the cache folder.
    public let location: String
    /// Other names under which the same weights are published, in the same folder.
    public var otherNames: [String] = []
    public let url: String
    /// For files inside an archive: which member to take out.
    public var member: String?
    public let licence: String
    /// Hexadecimal SHA-256, or the beginning of it that the publisher put into the file name.
    public var sha256: String?
    public let citation: String

    /// The names that the file may have.
    public var fileNames: [String] {
        [location.split(separator: "/").last.map(String.init) ?? location] + otherNames
    }

    /// Whether it is part of a folder whose files have the same names for every model.
    public var isComponent: Bool { location.contains("/") }

    /// What to fetch, for people.
    public var source: String { member.map { "\(url), of which \($0)" } ?? url }

    /// Whether `sha256` is this file's; nil when its hash is not known.
    public func matches(sha256 digest: String) -> Bool? { sha256.map { digest.hasPrefix($0) } }

    /// The file that a network loads.
    ///
    /// - Throws: `CheckpointError.unknownNetwork` listing the known ones.
    public static func file(for network: String) throws -> OfficialFile {
        guard let file = all.first(where: { $0.networks.contains(network) }) else {
            throw CheckpointError.unknownNetwork(id: network, known: all.flatMap(\.networks).sorted())
        }
        return file
    }
}
