import ArgumentParser
import Checkpoints
import Foundation
import Networks
import Tensor

/// `i2vbench extract`: runs one network on named tensors.
struct ExtractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract", abstract: "Run any network on named tensors from a file.",
        discussion: """
            Inputs go by the last part of their names: `input:clip_vit_b32/image` and `image` are the same. \
            "i2vbench list networks --verbose" shows the inputs and outputs of every network. Images are \
            normalised and channels-first, outputs have the layouts of the reference implementations.
            """)

    @Option(help: "Network id, see \"i2vbench list networks\".")
    var network: String

    @Option(help: "JSON configuration; keys that are left out keep the published model's values.")
    var config: String?

    @Option(help: "A checkpoint or diffusers folder, or official, synthetic or synthetic:SALT.")
    var weights: String

    @Option(help: "Tensors to run on: safetensors, .npz or any other container.")
    var input: String

    @Option(help: "The safetensors file to write.")
    var output: String

    @Flag(help: "Also write the outputs of the network's stages.")
    var trace = false

    @OptionGroup(title: "Computing") var computing: ComputeOptions

    func run() throws {
        let network = try NetworkRegistry.network(network)
        let locator = WeightLocator(
            environment: ProcessInfo.processInfo.environment,
            home: FileManager.default.homeDirectoryForCurrentUser)
        let configuration = try configurationFile(network, locator).map { file in
            guard let text = FileManager.default.contents(atPath: file) else {
                throw CheckpointError.unreadable(
                    file: file, reason: "expected a JSON configuration, found no readable file.")
            }
            return text
        }
        let inputs = try Self.inputs(Checkpoint.open(input))
        let source = try locator.weights(for: network.id, WeightChoice(weights))
        let outputs = try Compute.$current.withValue(computing.compute) {
            try network.extract(configJSON: configuration, weights: source, inputs: inputs, trace: trace)
        }
        let identity = source.identity
        try SafetensorsWriter.write(
            outputs.sorted { $0.key < $1.key }.map { SafetensorsEntry($0.key, $0.value) }, to: output,
            metadata: [
                "network": network.id, "weights": identity.name, "weights_sha256": identity.sha256,
                CheckpointWeights.provenanceKey: identity.provenance.rawValue,
            ])
        for (name, tensor) in outputs.sorted(by: { $0.key < $1.key }) {
            print("\(name)\t\(tensor.shape.map(String.init).joined(separator: "×"))")
        }
    }

    /// The given file, or the one beside the weights of a component that was found in a folder.
    private func configurationFile(_ network: NetworkDescriptor, _ locator: WeightLocator) throws -> String? {
        if let config { return config }
        guard case .path(let path) = WeightChoice(weights), network.file?.isComponent == true else {
            return nil
        }
        let file = try locator.resolve(path, for: network.id)
        let folder = file == path ? nil : URL(fileURLWithPath: file).deletingLastPathComponent()
        let beside = folder?.appendingPathComponent("config.json").path
        return beside.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    private static func inputs(_ checkpoint: Checkpoint) throws -> NamedTensors {
        try NamedTensors(
            Dictionary(
                uniqueKeysWithValues: checkpoint.weights.map { tensor in
                    let value: NamedTensors.Value =
                        tensor.type.isInteger
                        ? .integer(shape: tensor.shape, values: try checkpoint.integers(tensor.name))
                        : .real(try checkpoint.tensor(tensor.name))
                    return (tensor.name, value)
                }))
    }
}
