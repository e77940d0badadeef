import Checkpoints
import Networks
import Tensor

/// A network at one size with synthetic weights, or a metric of a set of features: the same work that `compare_torch.py`
/// times, under the same ids, on the same inputs.
struct ComparedWork: Sendable {
    /// Does the work once; the output lets two implementations be compared.
    typealias Forward = @Sendable () throws -> Tensor

    let id: String
    let title: String
    let shape: String
    /// All matrix products of one forward, two operations per multiply-add, nothing counted twice.
    let operations: Double
    /// Takes gigabytes and many seconds.
    let isSlow: Bool
    /// Makes what is timed, and its inputs.
    let prepare: @Sendable () throws -> Forward

    init(
        _ id: String, _ title: String, shape: String, operations: Double, isSlow: Bool = false,
        prepare: @escaping @Sendable () throws -> Forward
    ) {
        (self.id, self.title, self.shape) = (id, title, shape)
        (self.operations, self.isSlow, self.prepare) = (operations, isSlow, prepare)
    }

    static let all =
        [
            clipImage, clipText, dino, textEncoder, autoencoderEncode, autoencoderDecode, i3d, inception, c3d,
            videoUNet, tag2TextImage, tag2TextCaption, gritFeatures, gritText,
        ] + motion + lookBack + sets

    /// Input of variance one, channels-first as files hold it.
    static func draw(_ name: String, _ shape: [Int]) -> Tensor {
        SyntheticWeights.unit("input:benchmark/" + name, shape: shape).mapped { $0 * 1.7320508 }
    }

    static func images(_ name: String, _ shape: [Int]) -> Tensor {
        draw(name, shape).transposed([0, 2, 3, 1])
    }

    /// A short prompt: start, eight words, end, padding.
    private static let tokens: [Int32] =
        [49406] + Array(320..<328) + [49407] + [Int32](repeating: 0, count: 67)

    /// Linear layers and attention of pre-norm blocks with an inner width of four times the width.
    static func transformer(batch: Double, tokens: Double, width: Double, layers: Double) -> Double {
        batch * layers * (2 * tokens * 12 * width * width + 4 * tokens * tokens * width)
    }

    private static let clipImage = ComparedWork(
        "clip_image", "CLIP ViT-B/32", shape: "8×3×224×224",
        operations: transformer(batch: 8, tokens: 50, width: 768, layers: 12)
            + 8 * 2 * (49 * 3072 * 768 + 768 * 512)
    ) {
        let network = try CLIP.load(CLIPConfig(), from: SyntheticWeights())
        let input = images("clip_image", [8, 3, 224, 224])
        return { try network.image(input) }
    }

    private static let clipText = ComparedWork(
        "clip_text", "CLIP ViT-B/32 text", shape: "1×77",
        operations: transformer(batch: 1, tokens: 77, width: 512, layers: 12) + 2 * 512 * 512
    ) {
        let network = try CLIP.load(CLIPConfig(), from: SyntheticWeights())
        return { try network.text([tokens]) }
    }

    private static let dino = ComparedWork(
        "dino", "DINO ViT-B/16", shape: "8×3×224×224",
        operations: transformer(batch: 8, tokens: 197, width: 768, layers: 12) + 8 * 2 * 196 * 768 * 768
    ) {
        let network = try DINO.load(DINOConfig(), from: SyntheticWeights())
        let input = images("dino_image", [8, 3, 224, 224])
        return { try network(input) }
    }

    private static let textEncoder = ComparedWork(
        "text_encoder", "OpenCLIP ViT-H text", shape: "1×77",
        operations: transformer(batch: 1, tokens: 77, width: 1024, layers: 23)
    ) {
        let network = try StableDiffusionTextEncoder.load(TextEncoderConfig(), from: SyntheticWeights())
        return { try network([tokens]) }
    }

    private static let autoencoderEncode = ComparedWork(
        "vae_encode", "VAE encode", shape: "1×3×256×256", operations: 0.273e12
    ) {
        let network = try AutoencoderEncoder.load(AutoencoderConfig(), from: SyntheticWeights())
        let input = images("vae_encode", [1, 3, 256, 256])
        return { network(input) }
    }

    private static let autoencoderDecode = ComparedWork(
        "vae_decode", "VAE decode", shape: "1×4×32×32", operations: 0.622e12
    ) {
        let network = try AutoencoderDecoder.load(AutoencoderConfig(), from: SyntheticWeights())
        let input = images("vae_decode", [1, 4, 32, 32])
        return { network(input) }
    }

    /// The prompt is projected within the forward, as PyTorch's does; a sampler does it once for all steps.
    private static let videoUNet = ComparedWork(
        "unet", "ConsistI2V U-Net", shape: "16×4×32×32",
        operations: ConsistI2VCost(ConsistI2VConfig(), height: 32, width: 32).necessary, isSlow: true
    ) {
        let network = try ConsistI2VUNet.load(ConsistI2VConfig(), from: SyntheticWeights())
        let sample = draw("unet_sample", [1, 4, 15, 32, 32]).transposed([0, 2, 3, 4, 1])
        let firstFrame = draw("unet_first_frame", [1, 4, 1, 32, 32]).transposed([0, 2, 3, 4, 1])
        let text = draw("unet_text", [1, 77, 1024])
        return {
            try network(
                sample: sample, firstFrame: firstFrame, text: network.prepare(text: text), timestep: 681,
                frameStride: 3)
        }
    }
}
