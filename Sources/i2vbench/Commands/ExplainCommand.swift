import ArgumentParser
import Runner

/// `i2vbench explain`: where a number comes from.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Walk a number of a report back to videos, weights and code.",
        discussion: """
            i2vbench explain 1:summary:ConsistI2V/subject_consistency --store runs/demo/store.sqlite
            i2vbench explain runs/demo:1:videos:1/clipsim/pet-0
            i2vbench explain runs/demo:consisti2v_i2v_bench:ConsistI2V/subject_consistency

            A mean is computed again from the values of its videos, the value of a set (FVD, FID, …) from the cached \
            features; the answer says whether the two agree.

            Exit codes: 0, 2 when the number does not come out again or --check finds that a file is gone or has \
            changed, 64 usage, 65 bad data.
            """)

    @Argument(help: ArgumentHelp(CellReference.help, valueName: "cell"))
    var cell: CellReference

    @Option(help: ArgumentHelp("The store of a run that is a number alone.", valueName: "file"))
    var store: String?

    @Flag(help: "Read the videos' files and compare their hashes with the store's.")
    var check = false

    @Flag(help: "List every video, however many there are.")
    var allVideos = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let found = try cell.run.open(store: store)
        switch try CellExplainer(store: found.store, run: found.run)
            .explain(cell.address, checksFiles: check)
        {
        case .published(let published):
            print(json ? try jsonText(published) : Self.text(published))
        case .measured(let explanation):
            print(
                json
                    ? try jsonText(explanation)
                    : ExplanationText(explanation: explanation).text(allVideos: allVideos))
            let isSound = explanation.videos.allSatisfy {
                $0.sha256 == nil || $0.file == .unchanged || $0.file == .unchecked
            }
            if !isSound || explanation.agreement == .differs { throw ExitStatus.partial.exit }
        }
    }

    private static func text(_ cell: PublishedCell) -> String {
        let meant = cell.meant.map { ["misprint:  the table's other numbers ask for \($0)"] } ?? []
        return
            ([
                "published: \(cell.row), \(cell.column): \(cell.printed ?? "left out by the paper")",
                "source:    \(cell.citation)", "setting:   \(cell.setting)",
            ] + meant + cell.notes.map { "note:      \($0)" }).joined(separator: "\n")
    }
}
