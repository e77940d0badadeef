/// Configuration of I3D. Defaults are those of the Kinetics-400 network as TATS and VideoGPT run it.
public struct I3DConfig: Codable, Sendable, Hashable {
    /// Which vector stands for a clip.
    public enum Feature: String, Codable, Sendable, CaseIterable {
        /// The class scores before the softmax, averaged over time: what Fréchet video distance is computed from.
        case logits
        /// The pooled activations before the classifier, averaged over time.
        case averagePool = "avg_pool"
    }

    /// ε of batch normalisation: 1e-5 in TATS, VideoGPT and cd-fvd; 1e-3 in the original TensorFlow graph.
    public var batchNormEpsilon = 1e-5
    /// Which output is the feature of a clip.
    public var feature = Feature.logits
    public var classes = 400
    /// Factor on every channel count.
    public var widthMultiplier = 1.0
    /// Window of the last average pool: frames, height, width.
    public var poolSize = [2, 7, 7]

    public init() {}

    /// The network of the original TensorFlow graph, which StyleGAN-V's port follows.
    public static var tensorFlow: I3DConfig {
        var config = I3DConfig()
        config.batchNormEpsilon = 1e-3
        return config
    }

    enum CodingKeys: String, CodingKey {
        case batchNormEpsilon = "bn_eps"
        case feature
        case classes = "num_classes"
        case widthMultiplier = "width_multiplier"
        case poolSize = "pool_size"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&batchNormEpsilon, .batchNormEpsilon)
        try values.read(&feature, .feature)
        try values.read(&classes, .classes)
        try values.read(&widthMultiplier, .widthMultiplier)
        try values.read(&poolSize, .poolSize)
    }

    /// A channel count of the published network under the width multiplier.
    func width(_ channels: Int) -> Int { max(1, Int((Double(channels) * widthMultiplier).rounded())) }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: String) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: I3D.name, key: key.rawValue, expected: expected, found: found)
            }
        }
        try require(
            batchNormEpsilon > 0 && batchNormEpsilon < 1, .batchNormEpsilon, "between 0 and 1",
            "\(batchNormEpsilon)")
        try require(classes > 0, .classes, "at least 1", "\(classes)")
        try require(
            widthMultiplier > 0 && widthMultiplier <= 8, .widthMultiplier, "above 0, at most 8",
            "\(widthMultiplier)")
        try require(
            poolSize.count == 3 && poolSize.allSatisfy { $0 > 0 }, .poolSize,
            "three extents of at least 1 (frames, height, width)", "\(poolSize)")
    }
}
