/// A resolved plan as the store keeps it.
public struct RunRequest: Sendable, Hashable {
    /// A generator under the name that tables print.
    public struct Variant: Sendable, Hashable {
        public var label: String
        public var generator: GeneratorRecord

        public init(label: String, generator: GeneratorRecord) {
            self.label = label
            self.generator = generator
        }
    }

    public var planHash: String
    /// The plan as JSON.
    public var plan: String
    public var suite: SuiteRecord
    /// The whole suite, in its order.
    public var samples: [SampleRecord]
    /// Names of the samples that the run covers, in order.
    public var selection: [String]
    public var variants: [Variant]
    public var seeds: [Int]
    /// How video files are written, such as `h264-crf10`.
    public var encoding: String
    public var metrics: [MetricRecord]
    public var codeVersion: String
    /// Processor, cores, memory and operating system as JSON.
    public var machine: String

    public init(
        planHash: String, plan: String, suite: SuiteRecord, samples: [SampleRecord], selection: [String],
        variants: [Variant], seeds: [Int], encoding: String, metrics: [MetricRecord], codeVersion: String,
        machine: String
    ) {
        self.planHash = planHash
        self.plan = plan
        self.suite = suite
        self.samples = samples
        self.selection = selection
        self.variants = variants
        self.seeds = seeds
        self.encoding = encoding
        self.metrics = metrics
        self.codeVersion = codeVersion
        self.machine = machine
    }
}
