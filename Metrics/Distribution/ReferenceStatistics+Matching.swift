extension ReferenceStatistics {
    /// What a metric asks of the statistics it is given.
    public struct Expectation: Sendable, Hashable {
        public var origin: Origin
        /// D.
        public var dimension: Int

        /// - Parameter origin: what is nil, and how many vectors and videos there are, is not compared.
        public init(origin: Origin, dimension: Int) { (self.origin, self.dimension) = (origin, dimension) }

        /// In one line, for messages.
        public var description: String { origin.description(dimension: dimension) }
    }

    /// In one line: `fvd@i3d-tats, i3d_k400 with preprocessing tats, weights 0a0a0a0a0a0a, vectors of length 400, …`.
    public var description: String { origin.description(dimension: dimension) }

    /// The statistics that fit, of those that a file holds: by metric where they say, by vector length where they do
    /// not.
    ///
    /// - Throws: `MetricError.mismatchedStatistics` with both descriptions when none fits.
    public static func matching(
        _ all: [ReferenceStatistics], _ expectation: Expectation
    ) throws -> ReferenceStatistics {
        let named = all.filter { $0.origin.metric == expectation.origin.metric }
        let unnamed = all.filter { $0.origin.metric == nil && $0.dimension == expectation.dimension }
        guard let found = named.first ?? unnamed.first else {
            throw MetricError.mismatchedStatistics(
                file: all.first?.name ?? "the reference statistics", differences: ["metric"],
                expected: expectation.description,
                found: all.isEmpty ? "nothing" : all.map(\.description).joined(separator: "; "))
        }
        try found.check(against: expectation)
        return found
    }

    /// The statistics of a metric's own protocol, whatever weights and frames they were made with.
    static func matching(
        _ all: [ReferenceStatistics], _ descriptor: MetricDescriptor, dimension: Int
    ) throws -> ReferenceStatistics {
        let key = descriptor.features.first
        let origin = Origin(
            metric: descriptor.id, extractor: key?.extractor, preprocessing: key?.preprocessing)
        return try matching(all, Expectation(origin: origin, dimension: dimension))
    }

    /// - Throws: `MetricError.mismatchedStatistics` naming everything that is known on both sides and differs.
    public func check(against expectation: Expectation) throws {
        let differences = Origin.compared.filter { field in
            guard let wanted = field.text(expectation.origin), let found = field.text(origin) else {
                return false
            }
            return wanted != found
        }.map(\.name)
        let length = dimension == expectation.dimension ? [] : ["vector length"]
        guard differences.isEmpty, length.isEmpty else {
            throw MetricError.mismatchedStatistics(
                file: name, differences: differences + length, expected: expectation.description,
                found: description)
        }
    }

    /// What an expectation asks for and the file does not say; worth a warning.
    public func unstated(of expectation: Expectation) -> [String] {
        Origin.compared.filter { $0.text(expectation.origin) != nil && $0.text(origin) == nil }
            .map(\.name)
    }
}

extension ReferenceStatistics.Origin {
    /// A field that has to agree, by the name that messages call it.
    struct Field: Sendable {
        let name: String
        let text: @Sendable (ReferenceStatistics.Origin) -> String?
    }

    static let compared = [
        Field(name: "metric") { $0.metric }, Field(name: "network") { $0.extractor },
        Field(name: "preprocessing") { $0.preprocessing }, Field(name: "weights") { $0.weights },
        Field(name: "frames per video") { $0.framesPerVideo.map { "\($0)" } },
        Field(name: "video size") { $0.videoSize },
    ]

    func description(dimension: Int) -> String {
        let network = extractor.map { extractor in
            extractor + (preprocessing.map { " with preprocessing \($0)" } ?? "")
        }
        let parts = [
            metric ?? "unnamed statistics", network,
            weights.map { "\(weightClass.map { "\($0) " } ?? "")weights \($0.prefix(12))" },
            vectors.map { "\($0) vectors of length \(dimension)" } ?? "vectors of length \(dimension)",
            videos.map { "\($0) videos" }, framesPerVideo.map { "\($0) frames per video" }, videoSize,
            source.map { "of \($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }
}
