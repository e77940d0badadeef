import ArgumentParser
import Checkpoints
import Foundation

/// `i2vbench inspect FILE`: what a checkpoint holds, or why it is refused.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "List the container, wrapper and tensors of any checkpoint, or say why it is refused.",
        discussion: """
            Reads safetensors (also sharded, or a component folder), torch zip and legacy files, TorchScript \
            archives, pickles of arrays, .npz and .npy. Nothing in the file is executed. Checksums that the \
            container keeps are compared.
            """)

    @Argument(help: "Checkpoint file, index of a sharded one, or component folder.")
    var file: String

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        do {
            let checkpoint = try Checkpoint.open(file)
            try checkpoint.verify()
            let inspection = CheckpointInspection(checkpoint)
            print(json ? try inspection.json() : inspection.table())
        } catch let error as CheckpointError {
            if json { print(try CheckpointRefusal(file: file, refused: error.description).json()) }
            throw error
        }
    }
}
