extension ReportContent {
    /// What a reader needs to get the same numbers again.
    public struct Provenance: Sendable, Codable, Equatable {
        public var weights: [Weights]
        /// Known departures from the published protocol, one sentence each.
        public var deviations: [String]
        /// Version of the program and, where known, its revision.
        public var codeVersion: String
        /// Processor, cores, memory, operating system.
        public var machine: String
        public var seeds: [UInt64]
        /// When the run ended, ISO 8601 in UTC.
        public var date: String
        /// The command line that makes this report again.
        public var command: String
        /// Id of the run in the store.
        public var run: String?

        public init(
            weights: [Weights], deviations: [String] = [], codeVersion: String, machine: String,
            seeds: [UInt64], date: String, command: String, run: String? = nil
        ) {
            self.weights = weights
            self.deviations = deviations
            self.codeVersion = codeVersion
            self.machine = machine
            self.seeds = seeds
            self.date = date
            self.command = command
            self.run = run
        }
    }

    /// The weights of one network that took part.
    public struct Weights: Sendable, Codable, Equatable {
        /// What they belong to: `consisti2v`, `clip_vit_b32`, …
        public var component: String
        public var weightClass: WeightClass
        /// File, repository or salt.
        public var name: String
        public var sha256: String

        public init(component: String, weightClass: WeightClass, name: String, sha256: String) {
            self.component = component
            self.weightClass = weightClass
            self.name = name
            self.sha256 = sha256
        }
    }
}
