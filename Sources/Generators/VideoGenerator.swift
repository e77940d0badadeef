import Checkpoints
import Media

/// Everything that decides the pixels a generator makes, apart from the request.
public struct GeneratorIdentity: Sendable, Codable, Hashable {
    /// Registry id, such as `consisti2v`.
    public var id: String
    /// Version of the implementation; raised when outputs change.
    public var version: Int
    /// Sampler and model settings, complete, as text.
    public var settings: [String: String]
    public var weights: [WeightIdentity]

    public init(id: String, version: Int, settings: [String: String], weights: [WeightIdentity]) {
        self.id = id
        self.version = version
        self.settings = settings
        self.weights = weights
    }
}

/// One video to be made.
public struct GenerationRequest: Sendable {
    public var firstFrame: RGBImage
    public var prompt: String
    public var negativePrompt: String
    public var seed: UInt64

    public init(firstFrame: RGBImage, prompt: String, negativePrompt: String = "", seed: UInt64) {
        self.firstFrame = firstFrame
        self.prompt = prompt
        self.negativePrompt = negativePrompt
        self.seed = seed
    }
}

/// What a generator made and what it cost.
public struct GeneratedVideo: Sendable {
    public var frames: [RGBImage]
    public var framesPerSecond: Double
    /// Wall seconds by stage (`encode`, `text`, `load`, `denoise`, `decode`).
    public var seconds: [String: Double]
    /// Floating-point operations of one U-Net forward, all matrix products, two per multiply-add.
    public var flopsPerForward: Double

    public init(
        frames: [RGBImage], framesPerSecond: Double, seconds: [String: Double] = [:],
        flopsPerForward: Double = 0
    ) {
        self.frames = frames
        self.framesPerSecond = framesPerSecond
        self.seconds = seconds
        self.flopsPerForward = flopsPerForward
    }
}

/// Makes videos from a first frame and a prompt. The same request gives the same bytes, on any number of threads.
public protocol VideoGenerator: Sendable {
    var identity: GeneratorIdentity { get }
    /// Refuses first frames by their size; nil where every image will do. Asked before anything is loaded.
    var firstFrameCheck: FirstFrameCheck? { get }
    /// - Parameter progress: called after every sampling step with steps done and steps in all; it may throw
    ///   (`CancellationError`) to stop the generation.
    func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws -> GeneratedVideo
}

/// Throws `GeneratorError.setting` for a first frame that a generator's settings cannot use.
public typealias FirstFrameCheck = @Sendable (_ width: Int, _ height: Int) throws -> Void

extension VideoGenerator {
    public var firstFrameCheck: FirstFrameCheck? { nil }
}
