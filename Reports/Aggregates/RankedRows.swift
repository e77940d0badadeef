/// Which rows of a report are ranked with each other, and why others are not: numbers of different protocols, or of real
/// weights and of demo or synthetic ones, are never ranked, compared or pooled.
public struct RankedRows: Sendable, Codable, Equatable {
    /// A row outside of the ranking.
    public struct Apart: Sendable, Codable, Equatable {
        /// Id of the variant.
        public var variant: String
        /// What sets it apart, in words.
        public var reason: String
    }

    /// Ids of the variants that marks and tests compare; empty where no two agree.
    public var ranked: [String]
    /// The others.
    public var apart: [Apart]
    /// Ids of the variants whose videos correlations are computed over.
    public var pooled: [String]

    public init(_ content: ReportContent) {
        let variants = content.variants
        let standings = variants.map { RowStanding($0) }
        let places = RowStanding.ranked(standings)
        let pool = RowStanding.pooled(standings)
        ranked = variants.indices.filter(places.contains).map { variants[$0].id }
        pooled = variants.indices.filter(pool.contains).map { variants[$0].id }
        let example = places.min().map { variants[$0] }
        apart = variants.indices.filter { !places.contains($0) }.map {
            Apart(variant: variants[$0].id, reason: Self.reason(variants[$0], unlike: example))
        }
    }

    /// What is particular about a row, as far as it differs from another; everything without one.
    static func reason(
        _ variant: ReportContent.Variant, unlike other: ReportContent.Variant? = nil
    ) -> String {
        let standing = RowStanding(variant)
        guard !standing.isReal else { return "real videos, which no model made" }
        let unlike = other.map { RowStanding($0) }
        let facts = [
            unlike == nil || unlike?.weights != standing.weights ? weights(variant) : nil,
            unlike.map { $0.protocols.isDisjoint(with: standing.protocols) } ?? true
                ? protocols(variant) : nil,
        ].compactMap { $0 }
        return (facts.isEmpty ? [protocols(variant)] : facts).joined(separator: ", ")
    }

    static func weights(_ variant: ReportContent.Variant) -> String {
        variant.weights.map { "made with \(Labels.words($0))" } ?? "videos that came finished"
    }

    static func protocols(_ variant: ReportContent.Variant) -> String {
        let named = (variant.protocols ?? []).filter { $0 != ReportContent.Variant.nativeProtocol }
        let isNative = RowStanding(variant).protocols.contains(ReportContent.Variant.nativeProtocol)
        if isNative { return "at the size and length they were made" }
        return "brought to the protocol \(named.joined(separator: ", "))"
    }
}

extension ReportContent {
    /// Which rows are ranked with each other.
    public var rankedRows: RankedRows { RankedRows(self) }
}
