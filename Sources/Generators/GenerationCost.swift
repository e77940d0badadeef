/// A generator that can tell what a video takes before it makes one.
public protocol CostEstimatingGenerator: VideoGenerator {
    var cost: GenerationCost { get }
}

/// What one video takes, known before it is made.
public struct GenerationCost: Sendable, Hashable {
    /// Floating-point operations of one denoiser forward of one video, all matrix products, two per multiply-add,
    /// as the reference executes it.
    public var flopsPerForward: Double
    /// The same without work that only repeats earlier work; what this implementation computes.
    public var necessaryFlopsPerForward: Double
    /// Denoiser forwards a video: steps times guidance copies.
    public var forwards: Int
    public var frames: Int
    public var width: Int
    public var height: Int

    public init(
        flopsPerForward: Double, necessaryFlopsPerForward: Double, forwards: Int, frames: Int,
        width: Int, height: Int
    ) {
        self.flopsPerForward = flopsPerForward
        self.necessaryFlopsPerForward = necessaryFlopsPerForward
        self.forwards = forwards
        self.frames = frames
        self.width = width
        self.height = height
    }
}
