import Checkpoints
import Foundation
import Networks
import Tensor

/// The networks of one latent diffusion model with their weights, loaded when first needed and shared by every
/// generator that uses them.
///
/// A large model never holds all three at once: the text encoder goes before the U-Net comes, and the embeddings
/// of prompts are kept.
public final class DiffusionModel<UNet: DiffusionUNet>: Sendable {
    public typealias Configuration = DiffusionConfiguration<UNet.Config>
    public typealias Component = DiffusionComponent
    /// Token ids of a prompt, padded to the text encoder's length.
    public typealias Tokenizer = @Sendable (String) throws -> [Int32]

    public let configuration: Configuration
    /// Of the U-Net, the VAE and the text encoder.
    public let weights: [WeightIdentity]
    public let schedule: DDIMSchedule
    private let autoencoderPart: LazyPart<StableDiffusionAutoencoder>
    private let textEncoderPart: LazyPart<StableDiffusionTextEncoder>
    private let unetPart: LazyPart<UNet>
    private let tokenizer: Tokenizer
    private let embeddings = PromptCache(capacity: 64)

    /// - Parameter sources: where the weights of each component come from.
    /// - Throws: `GeneratorError.schedulerConfig` for a noise schedule that is not computed here.
    public init(
        _ configuration: Configuration, sources: [Component: any WeightSource],
        tokenizer: @escaping Tokenizer
    ) throws {
        self.configuration = configuration
        self.tokenizer = tokenizer
        schedule = try DDIMSchedule(configuration.scheduler)
        func source(_ component: Component) -> any WeightSource {
            guard let source = sources[component] else {
                preconditionFailure("no weights for \(component.rawValue)")
            }
            return source
        }
        weights = Component.allCases.map { source($0).identity }
        let (unet, autoencoder, textEncoder) = (
            source(.unet), source(.autoencoder), source(.textEncoder)
        )
        unetPart = LazyPart {
            try loadWeights("the \(UNet.modelTitle) U-Net", from: unet) {
                try UNet(configuration.unet, weights: $0)
            }
        }
        autoencoderPart = LazyPart {
            try loadWeights("the Stable Diffusion VAE", from: autoencoder) {
                try StableDiffusionAutoencoder(configuration.autoencoder, weights: $0)
            }
        }
        textEncoderPart = LazyPart {
            try loadWeights("the Stable Diffusion text encoder", from: textEncoder) {
                try StableDiffusionTextEncoder(configuration.textEncoder, weights: $0)
            }
        }
    }

    /// Whether keeping everything loaded would cost memory that matters.
    var isLarge: Bool {
        UNet.widths(configuration.unet).reduce(0, +) + configuration.textEncoder.hiddenSize > 1024
    }

    package func autoencoder() throws -> StableDiffusionAutoencoder { try autoencoderPart.get() }

    package func unet() throws -> UNet { try unetPart.get() }

    /// Embeddings of prompts, `[1, T, D]` each; the text encoder is let go afterwards where memory matters.
    package func embed(_ prompts: [String]) throws -> [Tensor] {
        defer {
            if isLarge {
                textEncoderPart.release()
                MemoryPool.shared.trim()
            }
        }
        return try prompts.map { prompt in
            try embeddings.value(for: prompt) { try textEncoderPart.get()([tokenizer(prompt)]) }
        }
    }

    /// The configuration and the source of random numbers, for the identity of a generator.
    var summary: [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let text = try? encoder.encode(configuration) else {
            preconditionFailure("a model configuration always has a JSON form")
        }
        return ["model": String(decoding: text, as: UTF8.self), "random": "torch-cpu-mt19937"]
    }
}

/// The most recent embeddings.
private final class PromptCache: @unchecked Sendable {
    private let lock = NSLock()
    private let capacity: Int
    private var values: [String: Tensor] = [:]
    private var order: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    func value(for prompt: String, make: () throws -> Tensor) rethrows -> Tensor {
        if let known = lock.withLock({ values[prompt] }) { return known }
        let made = try make()
        lock.withLock {
            if values.updateValue(made, forKey: prompt) == nil { order.append(prompt) }
            if order.count > capacity { values[order.removeFirst()] = nil }
        }
        return made
    }
}
