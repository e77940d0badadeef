/// Configuration of the Inception v3 of Fréchet inception distance. Defaults are the published network's.
public struct InceptionV3Config: Codable, Sendable, Hashable {
    public var classes = 1008
    public var batchNormEpsilon = 1e-3
    /// Factor on every channel count.
    public var widthMultiplier = 1.0
    /// Height and width that images are resized to.
    public var imageSize = 299

    public init() {}

    enum CodingKeys: String, CodingKey {
        case classes = "num_classes"
        case batchNormEpsilon = "bn_eps"
        case widthMultiplier = "width_multiplier"
        case imageSize = "image_size"
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try values.read(&classes, .classes)
        try values.read(&batchNormEpsilon, .batchNormEpsilon)
        try values.read(&widthMultiplier, .widthMultiplier)
        try values.read(&imageSize, .imageSize)
    }

    /// A channel count of the published network under the width multiplier.
    func width(_ channels: Int) -> Int { max(1, Int((Double(channels) * widthMultiplier).rounded())) }

    /// Refuses sizes of which no network can be built.
    func validate() throws {
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: String) throws {
            guard condition else {
                throw NetworkError.configuration(
                    network: InceptionV3.name, key: key.rawValue, expected: expected, found: found)
            }
        }
        try require(classes > 0, .classes, "at least 1", "\(classes)")
        try require(
            batchNormEpsilon > 0 && batchNormEpsilon < 1, .batchNormEpsilon, "between 0 and 1",
            "\(batchNormEpsilon)")
        try require(
            widthMultiplier > 0 && widthMultiplier <= 8, .widthMultiplier, "above 0, at most 8",
            "\(widthMultiplier)")
        try require(
            imageSize >= InceptionV3.smallestSide, .imageSize, "at least \(InceptionV3.smallestSide)",
            "\(imageSize)")
    }
}
