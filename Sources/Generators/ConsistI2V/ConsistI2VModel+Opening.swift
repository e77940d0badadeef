import Checkpoints
import Foundation
import Networks

extension ConsistI2VModel {
    /// The model that `weights` names.
    ///
    /// - Parameters:
    ///   - size: the configuration that synthetic weights fill; otherwise the weights decide it.
    ///   - locator: finds the published folder.
    /// - Throws: `CheckpointError` or `GeneratorError` naming what is absent or does not fit.
    public static func open(
        _ weights: WeightChoice, size: GeneratorSize, locator: WeightLocator
    ) throws -> ConsistI2VModel {
        switch weights {
        case .synthetic(let salt):
            return try synthetic(size, salt: salt)
        case .demo:
            return try demo()
        case .official:
            let file = try OfficialFile.file(for: Component.unet.network)
            guard let unet = locator.officialFile(for: file) else {
                // Says where the file belongs and where to get it.
                _ = try locator.weights(for: Component.unet.network, .official)
                preconditionFailure("\(file.location) is absent and was opened")
            }
            return try ModelFolder(holding: unet).model { try locator.weights(for: $0.network, .official) }
        case .path(let path):
            let unet = try locator.resolve(path, for: Component.unet.network)
            let folder = try ModelFolder(holding: URL(fileURLWithPath: unet))
            return try folder.model { try locator.weights(for: $0.network, .path(folder.path)) }
        }
    }

    /// The demo-size model with trained weights where the package carries them, and synthetic ones otherwise.
    public static func demo() throws -> ConsistI2VModel {
        let folder = try demoFolder()
        guard folder.hasWeights else { return try synthetic(.demo) }
        return try folder.model { component in
            CheckpointWeights(
                try Checkpoint.open(folder.path + "/" + component.rawValue), provenance: .demo)
        }
    }

    /// Any size with weights that follow from tensor names.
    public static func synthetic(_ size: GeneratorSize, salt: String = "") throws -> ConsistI2VModel {
        let configuration =
            switch size {
            case .full: Configuration()
            case .demo: try demoConfiguration()
            }
        let source = SyntheticWeights(salt: salt)
        return try ConsistI2VModel(
            configuration,
            sources: Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, source) }),
            tokenizer: embeddedTokenizer())
    }

    /// The settings that fit the model's size.
    public var preset: ConsistI2VSettings.Preset {
        configuration == (try? Self.demoConfiguration()) ? .demo : .released
    }

    /// The configuration of the demo-size model.
    public static func demoConfiguration() throws -> Configuration { try demoFolder().configuration() }

    private static func demoFolder() throws -> ModelFolder {
        try ModelFolder(Bundle.module.bundleURL.appendingPathComponent("Resources/demo").path)
    }

    /// CLIP's published vocabulary, read when the first prompt comes.
    static func embeddedTokenizer() -> Tokenizer {
        let part = LazyPart { try StableDiffusionTokenizer() }
        return { try part.get().tokens($0) }
    }
}

extension ConsistI2VModel.Component {
    /// The network in the registry of published files whose weights these are.
    var network: String {
        switch self {
        case .unet: "consisti2v_unet"
        case .autoencoder: "sd_vae_encoder"
        case .textEncoder: "sd_text_encoder"
        }
    }
}
