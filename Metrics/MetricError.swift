import Tensor

/// Why a metric has no value for a video.
public enum MetricError: Error, Sendable, Equatable {
    /// The value lies outside what the metric can be (or is not a number).
    case outOfRange(sample: String, metric: String, value: Double, range: ClosedRange<Double>)
    case tooFewFrames(sample: String, metric: String, needed: Int, found: Int)
    /// A file of reference statistics holds something else.
    case unusableStatistics(file: String, expected: String, found: String)
    /// Reference statistics of another protocol, network, size or set of weights.
    case mismatchedStatistics(file: String, differences: [String], expected: String, found: String)
    /// The sample lacks something that the metric compares with.
    case missingInput(sample: String, input: MetricInput)
    /// A feature was asked for that was not computed.
    case missingFeature(sample: String, key: FeatureKey)
    /// Frames that cannot be prepared for the networks.
    case unsuitableFrames(expected: String, found: String)
    /// The video is smaller than the metric's network can see.
    case tooSmall(expected: String, found: String)
    /// The metric's protocol leaves the video out.
    case leftOut(metric: String, reason: String)
    /// A feature is not a number.
    case notFinite(sample: String, key: FeatureKey)
    case unknownMetric(id: String, known: [String])
    case unknownFeature(key: FeatureKey)
}

extension MetricError {
    /// Whether the value is absent by the protocol's rules and nothing went wrong.
    public var isOmission: Bool {
        switch self {
        case .leftOut, .missingInput: true
        default: false
        }
    }
}

extension MetricError: UserFacingError {
    public var exitCode: Int32 {
        switch self {
        case .unknownMetric, .unknownFeature: 64
        default: 65
        }
    }

    public var description: String {
        switch self {
        case .outOfRange(let sample, let metric, let value, let range):
            "\(sample): \(metric) is \(value), expected \(range.lowerBound) to \(range.upperBound). "
                + "The weights or the features are damaged; clear the feature cache and check the checkpoint."
        case .tooFewFrames(let sample, let metric, let needed, let found):
            "\(sample): \(metric) needs at least \(needed) frames, found \(found). Use a longer clip."
        case .unusableStatistics(let file, let expected, let found):
            "\(file): expected \(expected), found \(found). Build the statistics again with i2vbench stats build."
        case .mismatchedStatistics(let file, let differences, let expected, let found):
            "\(file) does not fit, it differs in \(differences.joined(separator: ", ")). Expected: \(expected). "
                + "Found: \(found). Compare with statistics that were made the same way."
        case .missingInput(let sample, let input):
            switch input {
            case .prompt: "\(sample): there is no prompt. Give prompts with the suite or with --prompts FILE."
            case .firstFrame:
                "\(sample): there is no input image. Give images with the suite or with --images FOLDER."
            case .referenceSet:
                "\(sample): there is no reference set. Give real videos or a statistics file with --reference."
            case .objectLabel:
                "\(sample): there is no object label. Give one in the manifest's column “objects”."
            case .sceneLabel:
                "\(sample): there is no scene label. Give one in the manifest's column “scene”."
            }
        case .missingFeature(let sample, let key):
            "\(sample): the feature \(key.extractor)/\(key.preprocessing) was not computed. "
                + "List it in the metric's descriptor."
        case .unsuitableFrames(let expected, let found):
            "frames cannot be scored: expected \(expected), found \(found). Crop the video first."
        case .tooSmall(let expected, let found):
            "the video is too small: expected \(expected), found \(found). Score it at a larger size."
        case .leftOut(let metric, let reason):
            "\(metric) has no value: \(reason)."
        case .notFinite(let sample, let key):
            "\(sample): the feature \(key.extractor)/\(key.preprocessing) holds values that are not numbers. "
                + "The weights are damaged; check the checkpoint."
        case .unknownMetric(let id, let known):
            "there is no metric \(id). Known metrics: \(known.joined(separator: ", "))."
        case .unknownFeature(let key):
            "no extractor makes the feature \(key.extractor)/\(key.preprocessing)."
        }
    }
}
