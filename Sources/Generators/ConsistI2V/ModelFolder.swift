import Checkpoints
import Foundation
import Networks

/// A model in the folder layout of diffusers: `unet/`, `vae/`, `text_encoder/`, `tokenizer/`, `scheduler/`.
///
/// Keys that a configuration file leaves out keep the published model's values.
struct ModelFolder {
    let path: String

    /// - Throws: `GeneratorError.modelFile` when there is no such folder.
    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard exists, isFolder.boolValue else {
            throw GeneratorError.modelFile(
                path: path, expected: "a folder with unet, vae, text_encoder, tokenizer and scheduler",
                found: exists ? "a file" : "nothing of that name", advice: Self.advice)
        }
        self.path = path
    }

    /// The folder in whose `unet` folder a file lies.
    init(holding unet: URL) throws {
        let component = unet.deletingLastPathComponent()
        guard component.lastPathComponent == ConsistI2VModel.Component.unet.rawValue else {
            throw GeneratorError.modelFile(
                path: unet.path, expected: "a folder with unet, vae, text_encoder, tokenizer and scheduler",
                found: "a file of weights alone", advice: Self.advice)
        }
        try self.init(component.deletingLastPathComponent().path)
    }

    private static let advice =
        "Give the folder of the published checkpoint (`i2vbench weights fetch consisti2v` gets it), or use "
        + "--weights demo or --weights synthetic."

    /// Whether every network's weights are here.
    var hasWeights: Bool {
        ConsistI2VModel.Component.allCases.allSatisfy { component in
            Checkpoint.componentFileNames.contains { name in
                FileManager.default.fileExists(atPath: "\(path)/\(component.rawValue)/\(name)")
            }
        }
    }

    /// The model of this folder.
    /// - Parameter weights: opens the weights of a component.
    func model(_ weights: (ConsistI2VModel.Component) throws -> any WeightSource) throws -> ConsistI2VModel {
        let configuration = try configuration()
        let sources = try ConsistI2VModel.Component.allCases.map { ($0, try weights($0)) }
        return try ConsistI2VModel(
            configuration, sources: Dictionary(uniqueKeysWithValues: sources), tokenizer: tokenizer())
    }

    func configuration() throws -> ConsistI2VModel.Configuration {
        var configuration = ConsistI2VModel.Configuration()
        configuration.unet = try decode("unet/config.json")
        configuration.autoencoder = try decode("vae/config.json")
        configuration.textEncoder = try decode("text_encoder/config.json")
        configuration.scheduler = try decode("scheduler/scheduler_config.json")
        return configuration
    }

    /// The folder's own tokenizer files, or CLIP's published vocabulary where it has none.
    private func tokenizer() throws -> ConsistI2VModel.Tokenizer {
        let folder = path + "/tokenizer"
        guard FileManager.default.fileExists(atPath: folder) else {
            return ConsistI2VModel.embeddedTokenizer()
        }
        let tokenizer = try StableDiffusionTokenizer(folder: folder)
        return { tokenizer.tokens($0) }
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
                path: path, expected: "a JSON object with the published keys", found: Self.reason(error),
                advice: "Copy the file again from the published checkpoint.")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.typeMismatch(let type, let context),
            DecodingError.valueNotFound(let type, let context):
            let key = context.codingPath.last?.stringValue ?? "the top level"
            return "another kind of value than \(type) at \(key)"
        case is DecodingError: return "no valid JSON"
        default: return "\(error)"
        }
    }
}
