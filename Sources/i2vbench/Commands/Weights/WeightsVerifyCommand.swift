import ArgumentParser
import Checkpoints
import Downloads

/// `i2vbench weights verify`: whether files on this machine are the published ones.
struct WeightsVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Read published files on this machine and compare their hashes.",
        discussion: """
            Without names, whatever is here. Ends with 0 when all are right, 65 when one is not, 69 when a named \
            file is not here.
            """)

    @Argument(help: WeightNames.help)
    var names: [String] = []

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        let locator = WeightLocator.standard
        let present = OfficialFile.all.filter { locator.officialFile(for: $0) != nil }
        let files = try WeightNames.files(names, orElse: present)
        let missing = files.filter { locator.officialFile(for: $0) == nil }
        guard missing.isEmpty else { throw DownloadError.absent(ids: missing.map(\.id)) }
        let progress = messages.progress("verify", total: files.count)
        let rows = try files.enumerated().map { index, file in
            progress.update(done: index, note: file.id)
            return Row(try WeightVerification(file, locator: locator))
        }
        progress.stop()
        if messages.json {
            print(try jsonText(rows))
        } else if rows.isEmpty {
            messages.note("no published file is on this machine; `i2vbench weights fetch NAME` brings one.")
        } else {
            print(TextTable(header: ["name", "verdict", "SHA-256", "file"], rows: rows.map(\.cells)).text)
        }
        let wrong = rows.filter { $0.problem != nil }
        for row in wrong {
            printToStandardError(
                "error: \(row.path): \(row.problem ?? ""). Fetch it again with `i2vbench weights fetch "
                    + "--again \(row.name)`, or remove it if it is a copy of your own.")
        }
        if !wrong.isEmpty { throw ExitStatus.badData.exit }
    }

    private struct Row: Encodable {
        let name: String
        let verdict: WeightVerification.Verdict
        let sha256: String
        let path: String
        let problem: String?

        init(_ verification: WeightVerification) {
            (name, verdict) = (verification.id, verification.verdict)
            (sha256, path, problem) = (verification.sha256, verification.path, verification.problem)
        }

        var cells: [String] {
            [name, verdict.label, "\(sha256.prefix(12))…", path]
        }
    }
}

extension WeightVerification.Verdict {
    /// What the file was compared with.
    fileprivate var label: String {
        switch self {
        case .published: "as published"
        case .hub: "as on the hub"
        case .asFetched: "as fetched"
        case .unknown: "no hash known"
        case .wrong: "WRONG"
        }
    }
}
