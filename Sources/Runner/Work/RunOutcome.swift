/// How a run ended.
public struct RunOutcome: Sendable, Hashable, Codable {
    /// Row id of the run.
    public var run: Int64
    public var planHash: String
    /// Videos that the plan needs.
    public var videos = 0
    /// Videos that there are now.
    public var finishedVideos = 0
    /// Videos that could not be made or read.
    public var failedVideos = 0
    /// Values that the plan needs and that can be computed on this machine.
    public var scores = 0
    public var finishedScores = 0
    public var failedScores = 0
    /// Values whose sample lacks an input that the metric needs.
    public var skippedScores = 0
    /// Values of sets that could not be computed.
    public var failedSets = 0
    /// Reference videos that could not be used.
    public var failedReferences = 0
    /// Ids of metrics whose weights are not on this machine.
    public var unavailableMetrics: [String] = []
    /// What this process did itself.
    public var work = Work()
    /// Whether the run was stopped before its end.
    public var isInterrupted = false

    /// Work done by one process; zero where everything was there already.
    public struct Work: Sendable, Hashable, Codable {
        public var generated = 0
        public var decoded = 0
        public var scored = 0
        /// Inputs that went through each network: frames, pairs of frames, clips or prompts.
        public var forwards: [String: Int] = [:]

        public init(
            generated: Int = 0, decoded: Int = 0, scored: Int = 0, forwards: [String: Int] = [:]
        ) {
            self.generated = generated
            self.decoded = decoded
            self.scored = scored
            self.forwards = forwards
        }
    }

    public init(run: Int64, planHash: String) {
        self.run = run
        self.planHash = planHash
    }

    /// Whether everything that was asked for is there.
    public var isComplete: Bool {
        finishedVideos == videos && failedScores == 0 && failedSets == 0
            && failedReferences == 0 && unavailableMetrics.isEmpty
            && finishedScores + skippedScores == scores
    }

    /// 0, 2 (some samples or metrics are missing), 69 (no metric has its weights), 130 (interrupted).
    public var exitCode: Int32 {
        if isInterrupted { return 130 }
        if isComplete { return 0 }
        if !unavailableMetrics.isEmpty, scores == 0 { return 69 }
        return 2
    }
}
