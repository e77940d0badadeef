import Tensor

/// Configuration of RAFT; defaults are the full model's.
public struct RAFTConfig: Codable, Sendable, Hashable {
    /// Channels of the encoders' three stages; the stem has those of the first.
    public var stageWidths = [64, 96, 128]
    /// Strides of the encoders' three stages; the stem has 2.
    public var stageStrides = [1, 2, 2]
    /// Channels of the feature maps that are correlated.
    public var featureWidth = 256
    /// Channels of the recurrent state.
    public var hiddenWidth = 128
    /// Channels of the context that the recurrent unit sees in every iteration.
    public var contextWidth = 128
    public var correlationLevels = 4
    public var correlationRadius = 4
    /// Channels of the motion encoder: two layers on the correlation, two on the flow, and its output with the flow.
    public var motionCorrelationWidths = [256, 192]
    public var motionFlowWidths = [128, 64]
    public var motionWidth = 128
    /// Channels inside the flow head and the upsampling head.
    public var headWidth = 256

    public init() {}

    /// Pixels of a frame for one of a feature map.
    public var downsampling: Int { stageStrides.reduce(2, *) }

    /// The smallest side of a padded frame: its coarsest correlation level still has two places.
    public var smallestSide: Int { downsampling * (1 << (correlationLevels - 1)) * 2 }

    /// Values of one correlation lookup.
    var lookupWidth: Int { correlationLevels * (2 * correlationRadius + 1) * (2 * correlationRadius + 1) }

    enum CodingKeys: String, CodingKey {
        case stageWidths = "stage_dims"
        case stageStrides = "stage_strides"
        case featureWidth = "feature_dim"
        case hiddenWidth = "hidden_dim"
        case contextWidth = "context_dim"
        case correlationLevels = "corr_levels"
        case correlationRadius = "corr_radius"
        case motionCorrelationWidths = "motion_corr_dims"
        case motionFlowWidths = "motion_flow_dims"
        case motionWidth = "motion_dim"
        case headWidth = "head_dim"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&stageWidths, .stageWidths)
        try values.read(&stageStrides, .stageStrides)
        try values.read(&featureWidth, .featureWidth)
        try values.read(&hiddenWidth, .hiddenWidth)
        try values.read(&contextWidth, .contextWidth)
        try values.read(&correlationLevels, .correlationLevels)
        try values.read(&correlationRadius, .correlationRadius)
        try values.read(&motionCorrelationWidths, .motionCorrelationWidths)
        try values.read(&motionFlowWidths, .motionFlowWidths)
        try values.read(&motionWidth, .motionWidth)
        try values.read(&headWidth, .headWidth)
    }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: RAFT.name, key: key.rawValue, expected: expected, found: "\(found)")
            }
        }
        func positive(_ widths: [Int], _ key: CodingKeys, count: Int) throws {
            try require(
                widths.count == count && widths.allSatisfy { $0 > 0 }, key, "\(count) positive widths", widths
            )
        }
        try positive(stageWidths, .stageWidths, count: 3)
        try require(
            stageStrides.count == 3 && stageStrides.allSatisfy { 1...2 ~= $0 }, .stageStrides,
            "3 strides of 1 or 2", stageStrides)
        try positive(motionCorrelationWidths, .motionCorrelationWidths, count: 2)
        try positive(motionFlowWidths, .motionFlowWidths, count: 2)
        for (key, width) in [
            (CodingKeys.featureWidth, featureWidth), (.hiddenWidth, hiddenWidth),
            (.contextWidth, contextWidth), (.headWidth, headWidth),
        ] { try require(width > 0, key, "at least 1", width) }
        try require(motionWidth > 2, .motionWidth, "at least 3, of which 2 are the flow", motionWidth)
        try require(1...8 ~= correlationLevels, .correlationLevels, "1 to 8", correlationLevels)
        try require(
            1...CorrelationPyramid.largestRadius ~= correlationRadius, .correlationRadius,
            "1 to \(CorrelationPyramid.largestRadius)", correlationRadius)
    }
}
