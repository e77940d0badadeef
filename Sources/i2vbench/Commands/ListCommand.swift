import ArgumentParser
import Benchmarks
import Checkpoints
import Foundation
import Generators
import Metrics
import Networks

/// `i2vbench list networks|metrics|generators|suites`: what can be named on the command line.
struct ListCommand: ParsableCommand {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case networks, metrics, generators, suites
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the networks, metrics, generators or suites.")

    @Argument(help: "networks, metrics, generators or suites.")
    var kind: Kind

    @OptionGroup(title: "Messages") var messages: OutputOptions

    func run() throws {
        switch kind {
        case .networks: try show(try NetworkRegistry.all.map(ListedNetwork.init))
        case .metrics: try show(MetricRegistry.all.map { ListedMetric($0.descriptor) })
        case .generators: try show(GeneratorRegistry.all.map { ListedGenerator($0) })
        case .suites: try show(try SuiteRegistry().definitions.map(ListedSuite.init))
        }
    }

    private func show<Row: ListedRow>(_ rows: [Row]) throws {
        guard !messages.json else {
            print(try jsonText(rows))
            return
        }
        print(TextTable(header: Row.header, rows: rows.map(\.cells)).text)
        guard messages.verbose else { return }
        for row in rows where !row.details.isEmpty {
            print("\n\(row.cells[0])\n" + row.details.map { "  \($0)" }.joined(separator: "\n"))
        }
    }
}

/// One line of a listing.
protocol ListedRow: Encodable {
    static var header: [String] { get }
    var cells: [String] { get }
    /// Lines that only a verbose listing shows.
    var details: [String] { get }
}

private struct ListedNetwork: ListedRow {
    static let header = ["id", "network", "parameters", "licence", "expected file"]

    let id, title: String
    let parameters: Int
    let source, licence, expectedFile, citation: String
    let inputs: [NetworkInput]
    let outputs: [String]
    /// The published configuration, as JSON text.
    let configuration: String

    init(_ network: NetworkDescriptor) throws {
        let file = network.file
        (id, title, parameters) = (network.id, network.title, network.parameters)
        (source, licence) = (file?.source ?? "nobody has published weights", file?.licence ?? "")
        expectedFile = file?.location ?? "none published"
        (citation, inputs, outputs) = (file?.citation ?? "", network.inputs, network.outputs)
        configuration = String(decoding: try network.defaultConfiguration(), as: UTF8.self)
    }

    var cells: [String] {
        [id, title, Self.millions(parameters), licence, expectedFile]
    }

    var details: [String] {
        ["source: \(source)"] + (citation.isEmpty ? [] : ["citation: \(citation)"])
            + inputs.map { "input \($0.name): \($0.layout)" }
            + ["outputs: \(outputs.joined(separator: ", "))", "configuration:"]
            + configuration.split(separator: "\n").map { "  \($0)" }
    }

    private static func millions(_ count: Int) -> String { String(format: "%.1f M", Double(count) / 1e6) }
}

private struct ListedMetric: ListedRow {
    static let header = ["id", "metric", "range", "better", "needs", "features"]

    let id, title, unit, direction, source: String
    let version: Int
    let range: [Double]
    let inputs, features: [String]

    init(_ descriptor: MetricDescriptor) {
        (id, title, unit) = (descriptor.id, descriptor.title, descriptor.unit)
        (version, source) = (descriptor.version, descriptor.source)
        direction = descriptor.direction.rawValue
        range = [descriptor.range.lowerBound, descriptor.range.upperBound]
        inputs = descriptor.inputs.map(\.rawValue)
        features = descriptor.allFeatures.map { "\($0.extractor)/\($0.preprocessing)" }
    }

    var cells: [String] {
        [
            id, title, range.map { String(format: "%g", $0) }.joined(separator: " … "), direction,
            inputs.isEmpty ? "video" : "video, " + inputs.joined(separator: ", "),
            features.joined(separator: ", "),
        ]
    }

    var details: [String] { ["version: \(version)", "unit: \(unit)", "source: \(source)"] }
}

private struct ListedGenerator: ListedRow {
    static let header = ["id", "generator", "what it does", "networks", "sizes"]

    let id, title, summary, source: String
    let networks, sizes: [String]
    let options: [ListedOption]

    init(_ generator: any BundledGenerator.Type) {
        let descriptor = generator.descriptor
        (id, title, summary) = (descriptor.id, descriptor.title, descriptor.summary)
        (source, networks) = (descriptor.source, descriptor.networks)
        sizes = GeneratorSize.allCases.map(\.rawValue)
        options = generator.options.map(ListedOption.init)
    }

    var cells: [String] {
        [id, title, summary, networks.joined(separator: ", "), sizes.joined(separator: ", ")]
    }
    var details: [String] { ["source: \(source)"] + options.map(\.text) }
}

private struct ListedOption: Encodable {
    let name, value, help: String
    let defaultValue: String?

    enum CodingKeys: String, CodingKey {
        case name, value, help
        case defaultValue = "default"
    }

    init(_ option: GeneratorOption) {
        (name, value, help) = ("--" + option.name, "\(option.kind)", option.help)
        defaultValue = option.defaultValue
    }

    var text: String { "\(name): \(help) " + (defaultValue.map { "[\($0)]" } ?? "") }
}

private struct ListedSuite: ListedRow {
    static let header = ["id", "suite", "version", "samples", "needs"]

    let id, title, version, summary: String
    /// Nil where the user's files decide.
    let samples: ExplicitNull<Int>
    /// What must be given with `--data`.
    let needs: String
    let frames: Int
    let size: [Int]
    let framesPerSecond: Double
    let metrics, categories: [String]
    let homepage: ExplicitNull<String>

    init(_ definition: SuiteDefinition) {
        (id, title, version) = (definition.id, definition.title, definition.version)
        summary = definition.summary
        let rules = definition.protocolSettings
        (frames, size, framesPerSecond) = (rules.frames, [rules.width, rules.height], rules.framesPerSecond)
        (metrics, categories) = (definition.metrics, definition.categories.map(\.id))
        homepage = ExplicitNull(value: definition.dataset?.homepage)
        switch definition.source {
        case .procedural:
            samples = ExplicitNull(value: definition.categories.compactMap(\.clips).reduce(0, +))
            needs = "nothing"
        case .manifest: (samples, needs) = (ExplicitNull(value: nil), "nothing")
        case .user: (samples, needs) = (ExplicitNull(value: nil), "your files")
        case .dataset:
            samples = ExplicitNull(value: definition.dataset?.count ?? definition.dataset?.release)
            needs = "the data set"
        }
    }

    var cells: [String] { [id, title, version, samples.value.map(String.init) ?? "–", needs] }

    var details: [String] {
        [
            summary, "protocol: \(frames) frames of \(size[0])×\(size[1]) at \(framesPerSecond) fps",
            "metrics: \(metrics.joined(separator: ", "))",
        ] + (categories.isEmpty ? [] : ["categories: \(categories.joined(separator: ", "))"])
            + (homepage.value.map { ["data set: \($0)"] } ?? [])
    }
}
