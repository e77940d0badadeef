/// What a stage of the work on a video cost.
public struct Timing: Sendable, Hashable, Codable {
    /// `generate.denoise`, `decode`, `extract.clip_vit_b32`, …
    public var stage: String
    public var seconds: Double
    /// Highest resident memory of the process at the end of the stage, in bytes.
    public var peakMemory: Int?
    /// Floating-point operations of one network forward.
    public var flops: Double?
    /// The same as the profiler counts it whose numbers the generator's paper prints.
    public var profiledFlops: Double?
    /// How often the stage repeated its part: denoising steps, decoded frames.
    public var repetitions: Int?
    /// Floating-point operations that the whole stage needs.
    public var operations: Double?

    public init(
        stage: String, seconds: Double, peakMemory: Int? = nil, flops: Double? = nil,
        profiledFlops: Double? = nil, repetitions: Int? = nil, operations: Double? = nil
    ) {
        self.stage = stage
        self.seconds = seconds
        self.peakMemory = peakMemory
        self.flops = flops
        self.profiledFlops = profiledFlops
        self.repetitions = repetitions
        self.operations = operations
    }
}
