import Tensor

/// Configuration of AMT; defaults are the small model's.
public struct AMTConfig: Codable, Sendable, Hashable {
    /// Channels of the pyramid at 1/2, 1/4, 1/8 and 1/16 of the size.
    public var pyramidWidths = [20, 32, 44, 56]
    /// Channels of the correlation encoder's three stages; the stem has those of the first.
    public var stageWidths = [32, 64, 96]
    /// Channels of the feature maps that are correlated.
    public var featureWidth = 84
    public var correlationLevels = 4
    public var correlationRadius = 3
    /// Channels that the decoders' residual blocks treat twice.
    public var sideWidth = 20
    /// Flow fields, masks and residuals of the last decoder.
    public var fields = 3
    /// Channels of the updates: correlation, flow, both, and inside.
    public var updateCorrelationWidth = 64
    public var updateFlowWidth = 20
    public var updateJointWidth = 68
    public var updateWidth = 76

    public init() {}

    /// Sides are multiples of this.
    public static let unit = 16

    /// The smallest side of a padded frame: its coarsest correlation level still has two places.
    public var smallestSide: Int { max(Self.unit, 8 * (1 << (correlationLevels - 1)) * 2) }

    /// Values of the correlation lookups in both directions.
    var lookupWidth: Int { 2 * correlationLevels * (2 * correlationRadius + 1) * (2 * correlationRadius + 1) }

    enum CodingKeys: String, CodingKey {
        case pyramidWidths = "pyramid_dims"
        case stageWidths = "stage_dims"
        case featureWidth = "feature_dim"
        case correlationLevels = "corr_levels"
        case correlationRadius = "corr_radius"
        case sideWidth = "skip_channels"
        case fields = "num_flows"
        case updateCorrelationWidth = "corr_dim"
        case updateFlowWidth = "flow_dim"
        case updateJointWidth = "fc_dim"
        case updateWidth = "hidden_dim"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&pyramidWidths, .pyramidWidths)
        try values.read(&stageWidths, .stageWidths)
        try values.read(&featureWidth, .featureWidth)
        try values.read(&correlationLevels, .correlationLevels)
        try values.read(&correlationRadius, .correlationRadius)
        try values.read(&sideWidth, .sideWidth)
        try values.read(&fields, .fields)
        try values.read(&updateCorrelationWidth, .updateCorrelationWidth)
        try values.read(&updateFlowWidth, .updateFlowWidth)
        try values.read(&updateJointWidth, .updateJointWidth)
        try values.read(&updateWidth, .updateWidth)
    }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: AMT.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        try require(
            pyramidWidths.count == 4 && pyramidWidths.allSatisfy { $0 > 0 }, .pyramidWidths,
            "4 positive widths", pyramidWidths)
        try require(
            stageWidths.count == 3 && stageWidths.allSatisfy { $0 > 0 && $0 % 4 == 0 }, .stageWidths,
            "3 positive multiples of 4", stageWidths)
        for (key, width) in [
            (CodingKeys.featureWidth, featureWidth), (.fields, fields),
            (.updateCorrelationWidth, updateCorrelationWidth), (.updateFlowWidth, updateFlowWidth),
            (.updateJointWidth, updateJointWidth), (.updateWidth, updateWidth),
        ] { try require(width > 0, key, "at least 1", width) }
        let narrowest = min(
            3 * pyramidWidths[0], 3 * pyramidWidths[1], 3 * pyramidWidths[2], 2 * pyramidWidths[3])
        try require(
            1...narrowest ~= sideWidth, .sideWidth, "1 to \(narrowest), the narrowest decoder's width",
            sideWidth)
        try require(1...8 ~= correlationLevels, .correlationLevels, "1 to 8", correlationLevels)
        try require(
            1...CorrelationPyramid.largestRadius ~= correlationRadius, .correlationRadius,
            "1 to \(CorrelationPyramid.largestRadius)", correlationRadius)
    }
}
