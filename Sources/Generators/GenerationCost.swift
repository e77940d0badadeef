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
    /// One denoiser forward as the profiler counts it whose numbers the generator's paper prints; nil where there is
    /// no such number to compare with.
    public var profiledFlopsPerForward: Double?
    /// By the names that `GeneratedVideo.seconds` uses; stages without matrix products are absent.
    public var stages: [String: Stage]

    /// What one stage of making a video takes.
    public struct Stage: Sendable, Hashable, Codable {
        /// Floating-point operations in all, two per multiply-add, nothing counted twice.
        public var operations: Double
        /// How often its part is repeated: denoising steps, decoded frames.
        public var repetitions: Int

        public init(operations: Double, repetitions: Int) {
            (self.operations, self.repetitions) = (operations, repetitions)
        }
    }

    public init(
        flopsPerForward: Double, necessaryFlopsPerForward: Double, forwards: Int, frames: Int,
        width: Int, height: Int, profiledFlopsPerForward: Double? = nil, stages: [String: Stage] = [:]
    ) {
        self.profiledFlopsPerForward = profiledFlopsPerForward
        self.stages = stages
        self.flopsPerForward = flopsPerForward
        self.necessaryFlopsPerForward = necessaryFlopsPerForward
        self.forwards = forwards
        self.frames = frames
        self.width = width
        self.height = height
    }
}
