import ArgumentParser
import Checkpoints
import Downloads
import Runner

/// `i2vbench weights export`: for machines without a network.
struct WeightsExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Copy published files into one archive or folder for another machine.",
        discussion: """
            The folder or archive has a manifest and a list for `sha256sum --check`. A folder can also be given as \
            --weights FOLDER, and served by any web server as --mirror ADDRESS.
            """)

    @Argument(help: ArgumentHelp("A new archive that ends in .tar, or a folder.", valueName: "bundle"))
    var bundle: String

    @Argument(help: WeightNames.help)
    var names: [String] = []

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let locator = WeightLocator.standard
        let present = OfficialFile.all.filter { locator.officialFile(for: $0) != nil }
        let files = try WeightNames.files(names, orElse: present)
        guard !files.isEmpty else { throw DownloadError.absent(ids: ["all"]) }
        let interruption = Interruption()
        let watch = SignalWatch(interruption) {}
        defer { withExtendedLifetime(watch) {} }
        let export = WeightExport(
            locator: locator, isCancelled: { interruption.isRequested },
            report: { messages.note("export \($0)") })
        let bytes = try export.write(files, to: bundle)
        if messages.json {
            print(try jsonText(Summary(bundle: bundle, files: files.map(\.id), bytes: bytes)))
        } else {
            print("\(bundle): \(files.count) files, \(ByteText.text(bytes))")
        }
    }

    private struct Summary: Encodable {
        let bundle: String
        let files: [String]
        let bytes: Int
    }
}

/// `i2vbench weights import`: the other end of `export`.
struct WeightsImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Bring the files of an exported archive or folder into the caches.",
        discussion: "Every file is compared with its hash before it takes its name. Needs no network.")

    @Argument(help: ArgumentHelp("What `i2vbench weights export` made.", valueName: "bundle"))
    var bundle: String

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let interruption = Interruption()
        let watch = SignalWatch(interruption) {}
        defer { withExtendedLifetime(watch) {} }
        let files = try WeightImport(
            locator: WeightLocator.standard, isCancelled: { interruption.isRequested },
            report: { messages.note("import \($0)") }
        ).read(bundle)
        if messages.json {
            print(try jsonText(files.map(Row.init)))
        } else {
            print(
                TextTable(
                    header: ["name", "outcome", "size", "place"],
                    rows: files.map {
                        [
                            $0.id, $0.wasPresent ? "was here" : "imported", ByteText.text($0.size), $0.path,
                        ]
                    }
                ).text)
        }
    }

    private struct Row: Encodable {
        let name, path: String
        let wasPresent: Bool
        let size: Int
        let sha256: String?

        init(_ file: FetchedFile) {
            (name, path, wasPresent) = (file.id, file.path, file.wasPresent)
            (size, sha256) = (file.size, file.sha256)
        }
    }
}
