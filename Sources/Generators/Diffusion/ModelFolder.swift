import Checkpoints
import Foundation
import Networks

/// A model in the folder layout of diffusers: `unet/`, `vae/`, `text_encoder/`, `tokenizer/`, `scheduler/`.
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
        guard component.lastPathComponent == DiffusionComponent.unet.rawValue else {
            throw GeneratorError.modelFile(
                path: unet.path, expected: "a folder with unet, vae, text_encoder, tokenizer and scheduler",
                found: "a file of weights alone", advice: Self.advice)
        }
        try self.init(component.deletingLastPathComponent().path)
    }

    private static let advice =
        "Give the folder of the published checkpoint (`i2vbench weights fetch consisti2v` gets it), or use "
        + "--weights demo or --weights synthetic."

    /// Whether a component's folder holds weights.
    static func hasWeights(in folder: String) -> Bool {
        Checkpoint.componentFileNames.contains {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)")
        }
    }

    /// Tokens by the folder's own tokenizer files, where it has them.
    func tokenizer() throws -> (@Sendable (String) throws -> [Int32])? {
        let folder = path + "/tokenizer"
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
        let tokenizer = try StableDiffusionTokenizer(folder: folder)
        return { tokenizer.tokens($0) }
    }

    func decode<Value: Decodable>(_ file: String) throws -> Value { try Self.decode(path + "/" + file) }

    static func decode<Value: Decodable>(_ path: String) throws -> Value {
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
