import Foundation

extension SlurmJob {
    /// The script of the array.
    public var arrayScript: String {
        """
        #!/bin/bash
        \(header("", log: "shard-%a", array: true))

        # One shard of the plan on this node's own disk. A copy is kept in the folder of the results; a task that was
        # killed and requeued goes on from what is left here, or from the copy when it comes to another node.
        set -uo pipefail
        shard=$SLURM_ARRAY_TASK_ID
        work=\(nodeFolder.map(Self.quoted) ?? "${SLURM_TMPDIR:-${TMPDIR:-/tmp}}")/i2vbench-$SLURM_ARRAY_JOB_ID-$shard
        record=\(Self.quoted(records))/shard-$shard.exit
        rm -f "$record"

        \(Self.quoted(program)) sweep \(Self.quoted(plan)) --shard "$shard/\(shards)" --out "$work" \\
            --save-to \(Self.quoted(folder.path + "/shards"))/"$shard-of-\(shards)" --save-every \(saveEvery) \\
            --threads "${SLURM_CPUS_PER_TASK:-$(nproc)}" &
        program=$!

        # The program ends after the video in hand. Shortly before the time limit the task asks for another turn.
        again=no
        trap 'kill -TERM "$program" 2>/dev/null' TERM
        trap 'again=yes; kill -TERM "$program" 2>/dev/null' USR1
        status=143
        while kill -0 "$program" 2>/dev/null; do
            wait "$program"
            status=$?
        done
        wait "$program" 2>/dev/null
        ended=$?
        [ "$ended" -eq 127 ] || status=$ended

        if [ "$again" = yes ] && [ "$status" -eq 130 ]; then
            exec scontrol requeue "$SLURM_JOB_ID"
        fi
        echo "$status" >"$record"
        # Samples that failed are recorded and told in the report; they are no reason to stop.
        if [ "$status" -eq 0 ] || [ "$status" -eq 2 ]; then
            rm -rf "$work"
            exit 0
        fi
        exit "$status"

        """
    }

    /// The script of the job after the array.
    public var reportScript: String {
        """
        #!/bin/bash
        \(header("-report", log: "report", array: false))

        # Joins the shards and writes the reports. A shard that is missing or unfinished is named in the log.
        set -uo pipefail
        rm -f \(Self.quoted(reportExitFile))
        \(Self.quoted(program)) merge \(Self.quoted(plan)) --out \(Self.quoted(folder.path))\(withPublished ? " --with-published" : "") \\
            \((1...shards).map { Self.quoted(saved($0).path) }.joined(separator: " \\\n    "))
        status=$?
        echo "$status" >\(Self.quoted(reportExitFile))
        [ "$status" -eq 2 ] && exit 0
        exit "$status"

        """
    }

    private func header(_ suffix: String, log: String, array: Bool) -> String {
        var options = [
            "--job-name=\(Self.word("i2vbench-\(name)\(suffix)"))",
            "--chdir=\(Self.word(directory))",
            "--output=\(Self.word(records.replacingOccurrences(of: "%", with: "%%") + "/\(log).log"))",
            "--open-mode=append", "--requeue",
        ]
        if array { options += ["--array=1-\(shards)", "--signal=B:USR1@120"] }
        if let partition = resources.partition { options.append("--partition=\(Self.word(partition))") }
        if let account = resources.account { options.append("--account=\(Self.word(account))") }
        if let time = resources.time { options.append("--time=\(Self.word(time))") }
        if array {
            if let gres = resources.gres { options.append("--gres=\(Self.word(gres))") }
            if let processors = resources.processors { options.append("--cpus-per-task=\(processors)") }
            if let memory = resources.memory { options.append("--mem=\(Self.word(memory))") }
        }
        return (options + resources.others).map { "#SBATCH \($0)" }.joined(separator: "\n")
    }

    /// A value in a line that Slurm reads.
    private static func word(_ text: String) -> String {
        text.contains { $0 == " " || $0 == "#" || $0 == "'" } ? "\"\(text)\"" : text
    }

    /// A word that a shell takes as it is.
    private static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
