extension ReportContent {
    /// The test set that was run or scored.
    public struct Suite: Sendable, Codable, Equatable {
        public var id: String
        public var version: String
        public var title: String
        /// Every category with the number of samples it holds in this run, in the suite's order.
        public var categories: [Category]
        /// How videos are made and compared, in words: (`frames`, `16`), (`size`, `64×64`), …
        public var protocolSettings: [Setting]
        /// What a reader sees, in a few sentences.
        public var reading: String?
        /// Why rows of an ablation may do other than the paper's.
        public var ablationNote: String?

        public init(
            id: String, version: String, title: String, categories: [Category],
            protocolSettings: [Setting] = [], reading: String? = nil, ablationNote: String? = nil
        ) {
            self.id = id
            self.version = version
            self.title = title
            self.categories = categories
            self.protocolSettings = protocolSettings
            self.reading = reading
            self.ablationNote = ablationNote
        }

        /// N: samples over all categories.
        public var samples: Int { categories.reduce(0) { $0 + $1.samples } }
    }

    /// A category and the number of samples in it.
    public struct Category: Sendable, Codable, Equatable {
        public var name: String
        public var samples: Int

        public init(name: String, samples: Int) {
            self.name = name
            self.samples = samples
        }
    }

    /// A named fact that is printed as it is.
    public struct Setting: Sendable, Codable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
