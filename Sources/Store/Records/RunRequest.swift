/// A resolved plan as the store keeps it.
public struct RunRequest: Sendable, Hashable {
    /// A generator under the name that tables print.
    public struct Variant: Sendable, Hashable {
        public var label: String
        public var generator: GeneratorRecord
        /// Plan seeds of its videos; a single 0 where there is nothing to draw.
        public var seeds: [Int]

        public init(label: String, generator: GeneratorRecord, seeds: [Int]) {
            self.label = label
            self.generator = generator
            self.seeds = seeds
        }
    }

    /// A sample and its place in the suite.
    public struct Placed: Sendable, Hashable {
        public var position: Int
        public var sample: SampleRecord

        public init(position: Int, sample: SampleRecord) {
            self.position = position
            self.sample = sample
        }
    }

    public var planHash: String
    /// The plan as JSON.
    public var plan: String
    public var suite: SuiteRecord
    /// The samples that the run covers, in the suite's order.
    public var samples: [Placed]
    public var variants: [Variant]
    /// How video files are written, such as `h264-crf10`.
    public var encoding: String
    public var metrics: [MetricRecord]
    public var codeVersion: String
    /// Processor, cores, memory and operating system as JSON.
    public var machine: String

    public init(
        planHash: String, plan: String, suite: SuiteRecord, samples: [Placed],
        variants: [Variant], encoding: String, metrics: [MetricRecord], codeVersion: String,
        machine: String
    ) {
        self.planHash = planHash
        self.plan = plan
        self.suite = suite
        self.samples = samples
        self.variants = variants
        self.encoding = encoding
        self.metrics = metrics
        self.codeVersion = codeVersion
        self.machine = machine
    }
}
