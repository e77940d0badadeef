import Media

/// How the videos of a suite are made and compared.
public struct SuiteProtocol: Sendable, Hashable, Codable {
    public var frames: Int
    public var width: Int
    public var height: Int
    public var framesPerSecond: Double

    public init(frames: Int, width: Int, height: Int, framesPerSecond: Double) {
        self.frames = frames
        self.width = width
        self.height = height
        self.framesPerSecond = framesPerSecond
    }
}

/// A category-organised test set.
public protocol Suite: Sendable {
    /// Id on the command line and in the store.
    var id: String { get }
    /// Raised when samples or protocol change.
    var version: String { get }
    var title: String { get }
    var protocolSettings: SuiteProtocol { get }
    /// Everything that `suite.yaml` declares: protocol, metrics, sampler defaults, weights.
    var definition: SuiteDefinition { get }
    /// In a fixed order.
    var samples: [Sample] { get }
    /// SHA-256 over everything above and the samples' inputs.
    var hash: String { get throws }
    /// The input image of a sample. Throws with the file's name when it cannot be read.
    func firstFrame(of sample: Sample) throws -> RGBImage
    /// The real clip behind a sample, if the suite has one; it is scored as the row "real clips".
    func referenceFrames(of sample: Sample) throws -> [RGBImage]?
}

extension Suite {
    public var id: String { definition.id }
    public var version: String { definition.version }
    public var title: String { definition.title }
    public var protocolSettings: SuiteProtocol { definition.protocolSettings }

    /// Categories in the order of the suite, each with its number of samples.
    public var categoryCounts: [(name: String, samples: Int)] {
        var order: [String] = []
        var counts: [String: Int] = [:]
        for sample in samples {
            if counts.updateValue((counts[sample.category] ?? 0) + 1, forKey: sample.category) == nil {
                order.append(sample.category)
            }
        }
        return order.map { ($0, counts[$0] ?? 0) }
    }

    public func referenceFrames(of sample: Sample) throws -> [RGBImage]? { nil }
}
