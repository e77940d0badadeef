import Checkpoints
import Generators

/// What `generate --json` prints.
struct GenerationReport: Encodable {
    var output: String
    var generator: String
    var seed: UInt64
    var prompt: String
    var negativePrompt: String
    var settings: any GeneratorSettings
    /// Of the generator and, where the first frame was generated, of the image model.
    var weights: [WeightIdentity]
    var seconds: [String: Double]
    /// Highest resident memory of the process in bytes.
    var peakMemory: Int

    enum CodingKeys: String, CodingKey {
        case output, generator, seed, prompt, settings, weights, seconds
        case negativePrompt = "negative_prompt"
        case peakMemory = "peak_memory"
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(output, forKey: .output)
        try fields.encode(generator, forKey: .generator)
        try fields.encode(seed, forKey: .seed)
        try fields.encode(prompt, forKey: .prompt)
        try fields.encode(negativePrompt, forKey: .negativePrompt)
        try fields.encode(settings, forKey: .settings)
        try fields.encode(weights, forKey: .weights)
        try fields.encode(seconds, forKey: .seconds)
        try fields.encode(peakMemory, forKey: .peakMemory)
    }
}
