/// The videos of a run side by side: what a reader looks at behind the numbers.
public struct Gallery: Sendable, Codable, Equatable {
    /// One video of a sample.
    public struct Clip: Sendable, Codable, Equatable {
        /// Id of the variant.
        public var variant: String
        public var seed: UInt64?
        /// Of the file: relative to the page where it lies near it.
        public var path: String

        public init(variant: String, seed: UInt64?, path: String) {
            (self.variant, self.seed, self.path) = (variant, seed, path)
        }
    }

    /// A sample with every system's videos of it.
    public struct Item: Sendable, Codable, Equatable {
        public var sample: String
        public var category: String
        public var prompt: String?
        /// Path of the input image, if there is a file of it.
        public var input: String?
        public var clips: [Clip]

        public init(sample: String, category: String, prompt: String?, input: String?, clips: [Clip]) {
            (self.sample, self.category, self.prompt) = (sample, category, prompt)
            (self.input, self.clips) = (input, clips)
        }
    }

    /// In the suite's order.
    public var items: [Item]

    public init(items: [Item]) { self.items = items }
}
