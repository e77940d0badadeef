import Checkpoints
import Foundation
import Networks

/// A model in the folder layout of diffusers: `unet/`, `vae/`, `text_encoder/`, `tokenizer/`, `scheduler/`.
///
/// Configurations that a file leaves out keep the published model's values.
struct ModelFolder {
    let path: String

    /// - Throws: `GeneratorError.modelFile` when there is no such folder.
    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw GeneratorError.modelFile(
                path: path, expected: "a folder of a ConsistI2V checkpoint", found: "nothing of that name",
                advice: Self.advice)
        }
        guard isFolder.boolValue else {
            throw GeneratorError.modelFile(
                path: path, expected: "a folder with unet, vae, text_encoder, tokenizer and scheduler",
                found: "a file", advice: Self.advice)
        }
        self.path = path
    }

    static let advice =
        "Give the folder of the published checkpoint, or use --weights demo or --weights synthetic."

    func configuration() throws -> ConsistI2VModel.Configuration {
        var configuration = ConsistI2VModel.Configuration()
        configuration.unet = try decode("unet/config.json")
        configuration.autoencoder = try decode("vae/config.json")
        configuration.textEncoder = try decode("text_encoder/config.json")
        configuration.scheduler = try decode("scheduler/scheduler_config.json")
        return configuration
    }

    func model() throws -> ConsistI2VModel {
        throw GeneratorError.weightsUnavailable(
            what: path, advice: "Use --weights demo or --weights synthetic.")
    }

    private func decode<Value: Decodable>(_ file: String) throws -> Value {
        let path = path + "/" + file
        guard FileManager.default.fileExists(atPath: path) else {
            throw GeneratorError.modelFile(
                path: path, expected: "a configuration file", found: "no such file", advice: Self.advice)
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw GeneratorError.modelFile(
                path: path, expected: "a JSON object with the published keys", found: "\(error)",
                advice: "Copy the file again from the published checkpoint.")
        }
    }
}
