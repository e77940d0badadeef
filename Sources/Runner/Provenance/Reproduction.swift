import Store

/// How a run is made again: its own command with another place for what it makes.
public struct Reproduction: Sendable {
    public let run: Int64
    public let plan: RunPlan
    public let planHash: String
    /// What may make the numbers differ: another version of the program, another machine.
    public let notices: [String]

    /// Throws: `StoreError.noSuchRun`, `RunnerError.damagedPlan`.
    public init(
        store: Store, run: Int64, codeVersion: String = I2VBenchVersion.text,
        machine: MachineDescription = .current()
    ) throws {
        let record = try store.run(run)
        do {
            plan = try CanonicalJSON.value(RunPlan.self, record.plan)
        } catch {
            throw RunnerError.damagedPlan(run: run, found: String(describing: error))
        }
        (self.run, planHash) = (run, record.planHash)
        var notices: [String] = []
        if record.codeVersion != codeVersion {
            notices.append("the run was made by version \(record.codeVersion), this is \(codeVersion)")
        }
        let before = try? CanonicalJSON.value(MachineDescription.self, record.machine)
        if let before, before.processor != machine.processor {
            notices.append("the run was made on \(before.description), this is \(machine.description)")
        }
        if record.state != .finished {
            notices.append("the run is \(record.state.rawValue): what it lacks is not compared")
        }
        self.notices = notices
    }

    /// The command's words behind the program's name.
    ///
    /// - Parameters:
    ///   - folder: where the new run writes; the old one's store is left alone.
    ///   - metrics: the only columns to compute; nil for all.
    ///   - row: the only row to make; nil for all.
    ///   - systems: the files of imported systems, which lie in the old run's folder.
    ///
    /// Throws: `RunnerError.option` for a run whose command was not noted.
    public func arguments(
        out folder: String, metrics: [String]? = nil, row: String? = nil, systems: [String] = []
    ) throws -> [String] {
        guard var command = ShellWords(parsing: plan.command), command.words.count > 1 else {
            throw RunnerError.option(
                "run", expected: "a run that a command line made", found: plan.command,
                advice: "Runs made by other programs hold no command to give again.")
        }
        command.words.removeFirst()
        command.words.removeAll { ["--dry-run", "--json", "--per-video"].contains($0) }
        command.remove("--store")
        command.set("--out", to: folder)
        if let metrics { command.set("--metrics", to: metrics.joined(separator: ",")) }
        if let row, hasRows(command) { command.set("--row", to: row) }
        if !systems.isEmpty { command.set("--systems", to: systems.joined(separator: ",")) }
        return command.words
    }

    /// Whether the command makes several rows, so that one can be asked for.
    private func hasRows(_ command: ShellWords) -> Bool {
        command.words.first != "score" && plan.variants.count { $0.kind != .reference } > 1
    }

    /// Names of the rows that were imported, which a new run reads from files.
    public var systems: [String] {
        guard ShellWords(parsing: plan.command)?.value(of: "--systems") != nil else { return [] }
        return plan.variants.filter { $0.kind == .imported }.map(\.label)
    }
}
