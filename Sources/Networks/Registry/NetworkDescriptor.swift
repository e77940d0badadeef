import Checkpoints
import Foundation
import Tensor

/// One named input of a network, for listings and error texts.
public struct NetworkInput: Sendable, Hashable, Codable {
    public let name: String
    /// Axes and kind of number: `B×3×224×224, floating-point`.
    public let layout: String

    public init(_ name: String, _ layout: String) { (self.name, self.layout) = (name, layout) }
}

/// What the registry knows of a network, and how to run it on named tensors.
public struct NetworkDescriptor: Sendable {
    /// Runs the network of a configuration: weights, inputs and a trace to outputs by name.
    public typealias Run<Config> =
        @Sendable (_ config: Config, _ weights: any WeightSource, _ inputs: NamedTensors, _ trace: Trace?)
        throws
        -> [String: Tensor]

    /// A source under the network's own names; see `Network.renamed`.
    public typealias Renaming<Config> =
        @Sendable (_ source: any WeightSource, _ config: Config) throws -> any WeightSource

    public let id: String
    public let title: String
    /// Values in the published model's state dict, integer buffers not counted.
    public let parameters: Int
    /// The published weights: source, licence, name and place; nil where nobody has published any.
    public let file: OfficialFile?
    public let inputs: [NetworkInput]
    /// Names of the final outputs.
    public let outputs: [String]
    /// The published configuration as JSON.
    public let defaultConfiguration: @Sendable () throws -> Data
    private let run: @Sendable (Data?, any WeightSource, NamedTensors, Trace?) throws -> [String: Tensor]
    private let renamed: @Sendable (Data?, any WeightSource) throws -> any WeightSource

    public init<Config: Codable & Sendable>(
        id: String, title: String, parameters: Int, inputs: [NetworkInput], outputs: [String],
        published config: Config,
        renamed: @escaping Renaming<Config> = { source, _ in source },
        run: @escaping Run<Config>
    ) {
        (self.id, self.title, self.parameters) = (id, title, parameters)
        (self.inputs, self.outputs) = (inputs, outputs)
        file = OfficialFile.all.first { $0.networks.contains(id) }
        defaultConfiguration = {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return try encoder.encode(config)
        }
        self.renamed = { json, source in
            try renamed(source, try Self.decode(json, published: config, network: id))
        }
        self.run = { json, weights, inputs, trace in
            try run(try Self.decode(json, published: config, network: id), weights, inputs, trace)
        }
    }

    /// Final outputs by name, in the layouts of the reference (images channels-first).
    ///
    /// - Parameter configJSON: configuration; keys that are left out keep the published value.
    /// - Parameter trace: whether to add the outputs of the stages.
    /// - Throws: `NetworkError` for a configuration or inputs that do not fit, `CheckpointError` for such weights.
    public func extract(
        configJSON: Data? = nil, weights: any WeightSource, inputs: NamedTensors, trace: Bool = false
    ) throws -> [String: Tensor] {
        let unknown = Set(inputs.values.keys).subtracting(self.inputs.map(\.name))
        guard unknown.isEmpty, !inputs.values.isEmpty else { throw unexpectedInputs(inputs) }
        let stages = trace ? Trace() : nil
        let outputs = try run(configJSON, weights, inputs, stages)
        return outputs.merging(stages?.tensors ?? []) { final, _ in final }
    }

    /// Where every tensor of the network lies in a file that uses other names than it; nil for a file with its names.
    ///
    /// - Throws: `CheckpointError` for a file in which the network cannot be found.
    public func places(configJSON: Data? = nil, weights: any WeightSource) throws
        -> [String: RenamedWeights.Place]?
    {
        (try renamed(configJSON, weights) as? RenamedWeights)?.places
    }

    /// The error for inputs of other names than the network's.
    public func unexpectedInputs(_ inputs: NamedTensors) -> NetworkError {
        .input(
            network: id,
            expected: "inputs among "
                + self.inputs.map { "\($0.name) (\($0.layout))" }.joined(separator: ", "),
            found: inputs.values.isEmpty ? "none" : inputs.values.keys.sorted().joined(separator: ", "))
    }

    private static func decode<Config: Codable>(_ json: Data?, published: Config, network: String) throws
        -> Config
    {
        guard let json else { return published }
        do {
            return try JSONDecoder().decode(Config.self, from: json)
        } catch {
            throw NetworkError.configuration(
                network: network, key: "configuration file",
                expected: "a JSON object with the network's keys",
                found: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "unreadable (\(error))" }
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return "another kind of value than \(type) at \(path(context))"
        case .keyNotFound(let key, let context): return "without \(key.stringValue) at \(path(context))"
        case .dataCorrupted(let context): return "not valid JSON at \(path(context))"
        @unknown default: return "unreadable (\(error))"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        let keys = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
        return keys.isEmpty ? "the top level" : keys.joined(separator: ".")
    }
}
