import ArgumentParser
import Checkpoints
import Downloads

/// `i2vbench weights list`: every published file that is known.
struct WeightsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the published files: source, revision, size, hash, licence.")

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let rows = OfficialFile.all.map(ListedFile.init)
        if messages.json { return print(try jsonText(rows)) }
        print(
            TextTable(
                header: ["name", "together with", "size", "hash", "licence", "source"],
                rows: rows.map(\.cells)
            ).text)
        guard messages.verbose else { return }
        for row in rows {
            print("\n\(row.name)\n" + row.details.map { "  \($0)" }.joined(separator: "\n"))
        }
    }
}

private struct ListedFile: Encodable {
    let name: String
    let collection: ExplicitNull<String>
    let networks: [String]
    let source: String
    let member: ExplicitNull<String>
    let revision: ExplicitNull<String>
    let mirrors: [String]
    let size: ExplicitNull<Int>
    let sha256: ExplicitNull<String>
    let licence, citation, location: String

    init(_ file: OfficialFile) {
        (name, networks, location) = (file.id, file.networks, file.location)
        collection = ExplicitNull(value: file.collection)
        (source, member) = (file.url, ExplicitNull(value: file.member))
        (revision, mirrors) = (ExplicitNull(value: file.revision), file.mirrors.map(\.url))
        (size, sha256) = (ExplicitNull(value: file.size), ExplicitNull(value: file.sha256))
        (licence, citation) = (file.licence, file.citation)
    }

    var cells: [String] {
        [
            name, collection.value ?? "", size.value.map(ByteText.text) ?? "",
            sha256.value.map { "\($0.prefix(12))…" } ?? "", licence, source,
        ]
    }

    var details: [String] {
        [
            "networks: " + (networks.isEmpty ? "none of its own" : networks.joined(separator: ", ")),
            "place: \(location)" + (member.value.map { ", member \($0) of the archive" } ?? ""),
            "revision: \(revision.value ?? "none; the address is fixed")",
            "SHA-256: \(sha256.value ?? "not published; the hub gives one when it is fetched from there")",
            "citation: \(citation)",
        ] + mirrors.map { "mirror: \($0)" }
    }
}
