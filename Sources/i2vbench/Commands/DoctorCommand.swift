import ArgumentParser
import Checkpoints
import Downloads
import Foundation
import Runner
import Store
import Tensor

/// `i2vbench doctor`: whether this machine can do the work.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check processor, libraries, weights, a store, and a few known results.",
        discussion: """
            Ends with 0 when all is well, 1 when a check fails. Weights that are not on this machine are listed \
            and are no failure. Shell completions: `i2vbench --generate-completion-script bash` (or zsh, fish).
            """)

    @Option(help: ArgumentHelp("A store to check.", valueName: "file"))
    var store: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let diagnosis = try Diagnosis(store: store)
        print(json ? try jsonText(diagnosis) : diagnosis.text)
        if !diagnosis.isHealthy { throw ExitStatus.failure.exit }
    }
}

/// What the doctor finds.
private struct Diagnosis: Encodable {
    struct Library: Encodable {
        var name: String
        var version: String
    }

    struct Weights: Encodable {
        var id: String
        var networks: [String]
        /// Where the file is, or nil.
        var found: String?
        /// Where it belongs.
        var place: String
    }

    struct Caches: Encodable {
        /// Files from plain addresses, and a person's own copies.
        var weights: String
        /// Files from the hub, shared with Python.
        var hub: String
        var endpoint: String
        /// Whether a token would be sent to the endpoint; the token itself is never shown.
        var hasToken: Bool
        /// The variable that switches the network off, or nil.
        var offline: String?
        /// Bytes of the published files that were found.
        var bytes: Int
    }

    struct StoreReport: Encodable {
        var path: String
        var runs: Int
        var features: Int
        var featureBytes: Int
        var problems: [String]
    }

    var version = I2VBenchVersion.text
    var machine = MachineDescription.current()
    var kernels = "\(KernelTier.best)"
    var hasBfloat16 = KernelTier.hasBFloat16
    var libraries = (LibraryVersions.all() + [("libcurl", DownloadSettings.libraryVersion)])
        .map { Library(name: $0.0, version: $0.1) }
        .sorted { $0.name.lowercased() < $1.name.lowercased() }
    var caches: Caches
    var weights: [Weights]
    var selfTest = SelfTest().run()
    var store: StoreReport?

    init(store path: String?) throws {
        let locator = WeightLocator.standard
        let states = OfficialFile.all.map { ($0, WeightStatus($0, locator: locator)) }
        weights = states.map { file, status in
            Weights(
                id: file.id, networks: file.networks, found: status.state == .present ? status.path : nil,
                place: locator.cache.appendingPathComponent(file.location).path)
        }
        let settings = try DownloadSettings(
            environment: ProcessInfo.processInfo.environment, hub: locator.hub)
        caches = Caches(
            weights: locator.cache.path, hub: locator.hub.folder.path, endpoint: settings.endpoint,
            hasToken: settings.token != nil, offline: settings.offlineVariable,
            bytes: states.reduce(0) { $0 + ($1.1.state == .present ? $1.1.size : 0) })
        guard let path else { return }
        let store = try Store(path: path, access: .readOnly)
        let totals = try store.featureTotals()
        self.store = StoreReport(
            path: path, runs: try store.runs().count, features: totals.count, featureBytes: totals.bytes,
            problems: try store.problems())
    }

    var isHealthy: Bool { selfTest.allSatisfy { $0.problem == nil } && store?.problems.isEmpty ?? true }

    var text: String {
        var lines = [
            "i2vbench   \(version)", "machine    \(machine)",
            "kernels    \(kernels)\(hasBfloat16 ? ", bfloat16 dot products" : "")", "", "libraries",
        ]
        lines += libraries.map {
            "  \($0.name.padding(toLength: 12, withPad: " ", startingAt: 0)) \($0.version)"
        }
        lines += ["", "caches"] + caches.lines
        lines += ["", "published weights"]
        lines += weights.compactMap { weights in weights.found.map { "  found    \(weights.id): \($0)" } }
        let absent = weights.filter { $0.found == nil }.map(\.id)
        if !absent.isEmpty {
            lines += [
                "  absent   \(absent.joined(separator: ", "))",
                "           `i2vbench weights fetch NAME` gets them; `i2vbench weights status` says where they go",
            ]
        }
        lines += ["", "known results"]
        lines += selfTest.map { finding in
            finding.problem.map { "  FAILED   \(finding.name): \($0)" } ?? "  ok       \(finding.name)"
        }
        if let store {
            lines += ["", "store      \(store.path)"]
            lines.append(
                "  \(store.runs) runs, \(store.features) features (\(PlanText.size(store.featureBytes)))")
            lines += store.problems.isEmpty ? ["  ok"] : store.problems.map { "  PROBLEM  \($0)" }
        }
        return lines.joined(separator: "\n")
    }
}

extension Diagnosis.Caches {
    fileprivate var lines: [String] {
        [
            "  weights  \(weights)", "  hub      \(hub)",
            "  source   \(endpoint)\(hasToken ? ", with a token" : ""), "
                + (offline.map { "network switched off by \($0)" } ?? "network allowed"),
            "  found    \(ByteText.text(bytes)) of published files",
        ]
    }
}
