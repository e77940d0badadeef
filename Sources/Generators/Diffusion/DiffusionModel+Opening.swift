import Checkpoints
import Foundation
import Networks

extension DiffusionModel {
    /// The model that `weights` names.
    ///
    /// - Parameters:
    ///   - size: the configuration that synthetic weights fill; otherwise the weights decide it.
    ///   - locator: finds the published folder.
    /// - Throws: `CheckpointError` or `GeneratorError` naming what is absent or does not fit.
    public static func open(
        _ weights: WeightChoice, size: GeneratorSize, locator: WeightLocator
    ) throws -> DiffusionModel {
        switch weights {
        case .synthetic(let salt):
            return try synthetic(size, salt: salt)
        case .demo:
            return try demo()
        case .official:
            guard let file = try? OfficialFile.file(for: UNet.name) else {
                throw CheckpointError.unpublished(network: UNet.name)
            }
            guard let unet = locator.officialFile(for: file) else {
                // Says where the file belongs and where to get it.
                _ = try locator.weights(for: UNet.name, .official)
                preconditionFailure("\(file.location) is absent and was opened")
            }
            return try model(of: ModelFolder(holding: unet)) {
                try locator.weights(for: network($0), .official)
            }
        case .path(let path):
            guard (try? OfficialFile.file(for: UNet.name)) != nil else {
                return try model(of: ModelFolder(path)) {
                    try locator.weights(for: UNet.name, .path("\(path)/\($0.rawValue)"))
                }
            }
            let unet = try locator.resolve(path, for: UNet.name)
            let folder = try ModelFolder(holding: URL(fileURLWithPath: unet))
            return try model(of: folder) { try locator.weights(for: network($0), .path(folder.path)) }
        }
    }

    /// The demo-size model with trained weights of the components for which the package carries them, and
    /// synthetic ones for the others.
    public static func demo() throws -> DiffusionModel {
        let sources = Component.allCases.map { component -> (Component, URL) in
            (component, resource(UNet.demoFolder(of: component)))
        }
        return try DiffusionModel(
            demoConfiguration(),
            sources: try Dictionary(uniqueKeysWithValues: sources).mapValues { folder -> any WeightSource in
                guard ModelFolder.hasWeights(in: folder.path) else { return SyntheticWeights() }
                return CheckpointWeights(try Checkpoint.open(folder.path), provenance: .demo)
            }, tokenizer: embeddedTokenizer())
    }

    /// Any size with weights that follow from tensor names.
    public static func synthetic(_ size: GeneratorSize, salt: String = "") throws -> DiffusionModel {
        let configuration =
            switch size {
            case .full: UNet.fullConfiguration
            case .demo: try demoConfiguration()
            }
        let source = SyntheticWeights(salt: salt)
        return try DiffusionModel(
            configuration,
            sources: Dictionary(uniqueKeysWithValues: Component.allCases.map { ($0, source) }),
            tokenizer: embeddedTokenizer())
    }

    /// Whether this is the demo-size model.
    public var isDemoSize: Bool { configuration == (try? Self.demoConfiguration()) }

    /// The configuration of the demo-size model.
    public static func demoConfiguration() throws -> Configuration {
        func config<Value: Decodable>(_ component: Component) throws -> Value {
            try ModelFolder.decode(resource(UNet.demoFolder(of: component) + "/config.json").path)
        }
        return Configuration(
            unet: try config(.unet), autoencoder: try config(.autoencoder),
            textEncoder: try config(.textEncoder),
            scheduler: try ModelFolder.decode(
                resource(UNet.demoFolder + "/scheduler/scheduler_config.json").path))
    }

    private static func resource(_ path: String) -> URL {
        Bundle.module.bundleURL.appendingPathComponent("Resources/" + path)
    }

    /// The network in the registry of published files whose weights a component's are.
    private static func network(_ component: Component) -> String {
        switch component {
        case .unet: UNet.name
        case .autoencoder: "sd_vae_encoder"
        case .textEncoder: "sd_text_encoder"
        }
    }

    /// The model of a folder; keys that its configuration files leave out keep the full-size model's values.
    private static func model(
        of folder: ModelFolder, _ weights: (Component) throws -> any WeightSource
    ) throws -> DiffusionModel {
        let configuration = Configuration(
            unet: try folder.decode("unet/config.json"), autoencoder: try folder.decode("vae/config.json"),
            textEncoder: try folder.decode("text_encoder/config.json"),
            scheduler: try folder.decode("scheduler/scheduler_config.json"))
        let sources = try Component.allCases.map { ($0, try weights($0)) }
        return try DiffusionModel(
            configuration, sources: Dictionary(uniqueKeysWithValues: sources),
            tokenizer: folder.tokenizer() ?? embeddedTokenizer())
    }

    /// CLIP's published vocabulary, read when the first prompt comes.
    private static func embeddedTokenizer() -> Tokenizer {
        let part = LazyPart { try StableDiffusionTokenizer() }
        return { try part.get().tokens($0) }
    }
}
