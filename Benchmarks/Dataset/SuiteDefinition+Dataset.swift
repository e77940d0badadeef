extension SuiteDefinition {
    /// Which public data set the samples of a suite are drawn from, and by which rule.
    public struct Dataset: Sendable, Hashable, Codable {
        /// Id in `DatasetLayoutRegistry`: how annotations and files are read.
        public var layout: String
        /// Where the data set can be had.
        public var homepage: String
        /// Annotation files below the data folder; what several stand for depends on the layout.
        public var annotations: [String]
        /// Folders below the data folder that may hold the files; the first that is there does.
        public var media: [String]
        /// Files with an object label a sample; the first that is there is read.
        public var objects: [String]?
        /// Files with a scene label a sample; the first that is there is read.
        public var scenes: [String]?
        /// File beside `suite.yaml` with a prompt for every category.
        public var prompts: String?
        /// The split whose entries count, where annotations name several.
        public var split: String?
        /// Entries of the release; nil where it does not say.
        public var release: Int?
        /// Samples drawn, in proportion to the categories; nil takes all.
        public var count: Int?
        /// Decides draws, captions and conditioning frames.
        public var seed: UInt64

        public init(
            layout: String, homepage: String, annotations: [String], media: [String],
            objects: [String]? = nil, scenes: [String]? = nil, prompts: String? = nil, split: String? = nil,
            release: Int? = nil, count: Int? = nil, seed: UInt64 = 0
        ) {
            self.layout = layout
            self.homepage = homepage
            self.annotations = annotations
            self.media = media
            self.objects = objects
            self.scenes = scenes
            self.prompts = prompts
            self.split = split
            self.release = release
            self.count = count
            self.seed = seed
        }
    }

    /// The category that an annotation means, whatever its case and separators.
    func category(named name: String) -> Category? {
        let wanted = Self.plain(name)
        return categories.first { category in
            Self.plain(category.id) == wanted
                || (category.aliases ?? []).contains { Self.plain($0) == wanted }
        }
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0 != " " && $0 != "-" && $0 != "_" }
    }

    func validateDataset(file: String) throws {
        guard let dataset else {
            throw SuiteError.definition(file: file, reason: "`source: dataset` needs `dataset`, found none")
        }
        let known = DatasetLayoutRegistry.all.map { type(of: $0).id }
        guard known.contains(dataset.layout) else {
            throw SuiteError.definition(
                file: file,
                reason: "`dataset.layout`: expected one of \(known.joined(separator: ", ")), found "
                    + dataset.layout)
        }
        guard (dataset.count ?? 1) > 0, (dataset.release ?? 1) > 0 else {
            throw SuiteError.definition(
                file: file, reason: "`dataset`: count and release must be positive")
        }
        guard !dataset.annotations.isEmpty, !dataset.media.isEmpty else {
            throw SuiteError.definition(
                file: file, reason: "`dataset`: annotations and media must each name something")
        }
    }
}
