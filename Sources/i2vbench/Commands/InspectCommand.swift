import ArgumentParser
import Checkpoints
import Foundation
import Networks

/// `i2vbench inspect FILE`: what a checkpoint holds, or why it is refused.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "List the container, wrapper and tensors of any checkpoint, or say why it is refused.",
        discussion: """
            Reads safetensors (also sharded, or a component folder), torch zip and legacy files, TorchScript \
            archives, pickles of arrays, .npz and .npy. Nothing in the file is executed. Checksums that the \
            container keeps are compared. With --network, a file that names its tensors otherwise than the network \
            is bound as \"extract\" and the metrics bind it, and the table shows what stands for what.
            """)

    @Argument(help: "Checkpoint file, index of a sharded one, or component folder.")
    var file: String

    @Option(help: ArgumentHelp("Also say where this network finds its tensors in the file.", valueName: "id"))
    var network: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        do {
            let checkpoint = try Checkpoint.open(file)
            try checkpoint.verify()
            let inspection = CheckpointInspection(checkpoint, places: try places(in: checkpoint))
            print(json ? try inspection.json() : inspection.table())
        } catch let error as CheckpointError {
            if json { print(try CheckpointRefusal(file: file, refused: error.description).json()) }
            throw error
        }
    }

    private func places(in checkpoint: Checkpoint) throws -> [CheckpointInspection.Place]? {
        guard let network else { return nil }
        let found = try NetworkRegistry.network(network).places(weights: CheckpointWeights(checkpoint)) ?? [:]
        return found.sorted { $0.key < $1.key }.map { CheckpointInspection.Place(name: $0, place: $1) }
    }
}
