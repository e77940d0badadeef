import ArgumentParser
import Checkpoints
import Foundation

/// `i2vbench convert IN OUT.safetensors`: any checkpoint as safetensors.
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Rewrite any checkpoint as safetensors: names without wrapper, element types as they are.")

    @Argument(help: "Checkpoint file, index of a sharded one, or component folder.")
    var input: String

    @Argument(help: "The safetensors file to write; replaced only when the new one is complete.")
    var output: String

    func run() async throws {
        let checkpoint = try Checkpoint.open(input)
        guard !checkpoint.weights.isEmpty else {
            throw CheckpointError.malformed(
                file: input, expected: "tensors to convert", found: "none",
                advice: "Look at it with \"i2vbench inspect\".")
        }
        try checkpoint.convert(to: output)
        let left = checkpoint.tensors.count - checkpoint.weights.count
        printToStandardError(
            "\(checkpoint.weights.count) tensors written to \(output)"
                + (left == 0
                    ? "" : "; \(left) outside \(checkpoint.wrapper.joined(separator: ", ")) left out"))
    }
}
