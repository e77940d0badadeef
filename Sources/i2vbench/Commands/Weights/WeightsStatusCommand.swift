import ArgumentParser
import Checkpoints
import Downloads

/// `i2vbench weights status`: which published files are on this machine.
struct WeightsStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which published files are on this machine, and where.",
        discussion: "Reads no file; `i2vbench weights verify` does.")

    @Argument(help: WeightNames.help)
    var names: [String] = []

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let locator = WeightLocator.standard
        let rows = try WeightNames.files(names, orElse: OfficialFile.all).map {
            Row($0, WeightStatus($0, locator: locator))
        }
        if messages.json { return print(try jsonText(rows)) }
        print(TextTable(header: ["name", "state", "size", "place"], rows: rows.map(\.cells)).text)
    }

    private struct Row: Encodable {
        let name: String
        let state: WeightStatus.State
        let size: Int
        let path: String

        init(_ file: OfficialFile, _ status: WeightStatus) {
            (name, state, size, path) = (file.id, status.state, status.size, status.path)
        }

        var cells: [String] { [name, state.rawValue, size > 0 ? ByteText.text(size) : "", path] }
    }
}
