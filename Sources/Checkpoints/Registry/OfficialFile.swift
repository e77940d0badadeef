/// A file of published weights: where it comes from, under which terms, and where this package expects it.
public struct OfficialFile: Sendable, Hashable {
    /// Name of the file in tables and for `i2vbench weights`.
    public let id: String
    /// The networks that load it.
    public let networks: [String]
    /// Name under which it is fetched together with the other files of its model.
    public var collection: String?
    /// Where it belongs, below the cache folder.
    public let location: String
    /// Other names under which the same weights are published, in the same folder.
    public var otherNames: [String] = []
    public let origin: FileOrigin
    /// For files inside an archive: which member to take out.
    public var member: String?
    /// Other places that publish the same bytes, never packed.
    public var mirrors: [FileOrigin] = []
    /// Tag or branch that a plain address belongs to.
    public var release: String?
    public let licence: String
    /// Bytes, where the publisher or several independent records state them.
    public var size: Int?
    /// Hexadecimal SHA-256, where the publisher or several independent records state it.
    public var sha256: String?
    public let citation: String

    package init(
        id: String, networks: [String], collection: String? = nil, location: String,
        otherNames: [String] = [], origin: FileOrigin, member: String? = nil, mirrors: [FileOrigin] = [],
        release: String? = nil, licence: String, size: Int? = nil, sha256: String? = nil, citation: String
    ) {
        (self.id, self.networks, self.collection) = (id, networks, collection)
        (self.location, self.otherNames, self.origin) = (location, otherNames, origin)
        (self.member, self.mirrors, self.release) = (member, mirrors, release)
        (self.licence, self.size, self.sha256, self.citation) = (licence, size, sha256, citation)
    }

    /// The address of the file.
    public var url: String { origin.url }

    /// The names that the file may have.
    public var fileNames: [String] {
        [location.split(separator: "/").last.map(String.init) ?? location] + otherNames
    }

    /// What to give to `i2vbench weights fetch` so that the networks of this file work.
    public var fetchName: String { collection ?? id }

    /// Branch, tag or commit.
    public var revision: String? {
        if case .hub(let file) = origin { file.revision } else { release }
    }

    /// Whether it is part of a folder whose files have the same names for every model.
    public var isComponent: Bool { location.contains("/") }

    /// Whether it holds tensors, which is to say that it can be opened as a checkpoint.
    public var isCheckpoint: Bool {
        ["pth", "pt", "npz", "safetensors", "bin"].contains { location.hasSuffix(".\($0)") }
    }

    /// What to fetch, for people.
    public var source: String { member.map { "\(url), of which \($0)" } ?? url }

    /// Whether `sha256` is this file's; nil when its hash is not known.
    public func matches(sha256 digest: String) -> Bool? { sha256.map { $0 == digest } }

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
