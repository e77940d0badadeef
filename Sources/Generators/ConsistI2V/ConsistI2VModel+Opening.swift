import Checkpoints
import Foundation
import Networks

extension ConsistI2VModel {
    /// The model that `weights` names.
    /// - Parameter size: the configuration that synthetic weights fill.
    /// - Throws: `GeneratorError` naming what is absent.
    public static func open(_ weights: GeneratorWeights, size: GeneratorSize) throws -> ConsistI2VModel {
        switch weights {
        case .synthetic(let salt): try synthetic(size, salt: salt)
        case .demo: try demo()
        case .folder(let path): try ModelFolder(path).model()
        case .official: throw unavailable
        }
    }

    /// The demo-size model with trained weights where the package carries them, and synthetic ones otherwise.
    public static func demo() throws -> ConsistI2VModel {
        try synthetic(.demo)
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

    private static let unavailable = GeneratorError.weightsUnavailable(
        what: "ConsistI2V (TIGER-Lab/ConsistI2V)",
        advice: "Download the checkpoint folder and give its path with --weights, or use --weights demo or "
            + "--weights synthetic.")

    private static func demoFolder() throws -> ModelFolder {
        try ModelFolder(Bundle.module.bundleURL.appendingPathComponent("Resources/demo").path)
    }

    /// CLIP's published vocabulary, read when the first prompt comes.
    static func embeddedTokenizer() -> Tokenizer {
        let part = LazyPart { try StableDiffusionTokenizer() }
        return { try part.get().tokens($0) }
    }
}
