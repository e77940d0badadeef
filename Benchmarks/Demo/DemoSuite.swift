import Hashing
import Media

/// The toy world as a benchmark: everything is drawn on demand, nothing is downloaded.
public struct DemoSuite: Suite {
    public let definition: SuiteDefinition
    public let samples: [Sample]
    private let numbers: [String: Int]

    /// Throws: `SuiteError.definition` when a category cannot be drawn.
    public init(definition: SuiteDefinition) throws {
        self.definition = definition
        var samples: [Sample] = []
        var numbers: [String: Int] = [:]
        let size = definition.protocolSettings
        for category in definition.categories {
            for number in 0..<(category.clips ?? 0) {
                guard
                    let clip = DemoClip(
                        category: category.id, split: .test, number: number, width: size.width,
                        height: size.height)
                else {
                    throw SuiteError.definition(
                        file: "\(definition.id)/suite.yaml",
                        reason:
                            "`categories`: expected one of \(DemoClip.categories.joined(separator: ", ")),"
                            + " found \(category.id)")
                }
                numbers[clip.id] = number
                samples.append(
                    Sample(
                        id: clip.id, category: category.id, prompt: clip.caption, objects: clip.objects,
                        scene: clip.scene, motion: clip.motion))
            }
        }
        self.samples = samples
        self.numbers = numbers
    }

    /// The clip behind a sample, for its frames and its optical flow.
    public func clip(of sample: Sample) throws -> DemoClip {
        let size = definition.protocolSettings
        guard let number = numbers[sample.id],
            let clip = DemoClip(
                category: sample.category, split: .test, number: number, width: size.width,
                height: size.height)
        else { throw SuiteError.unknownSample(suite: id, id: sample.id) }
        return clip
    }

    public func firstFrame(of sample: Sample) throws -> RGBImage {
        try clip(of: sample).frame(
            definition.conditioningFrame(of: sample.id, frames: definition.protocolSettings.frames))
    }

    public func referenceFrames(of sample: Sample) throws -> [RGBImage]? {
        try clip(of: sample).frames(definition.protocolSettings.frames)
    }

    /// Definition, samples and the pixels of every input image.
    public var hash: String {
        get throws {
            var inputs: [String] = []
            for sample in samples { inputs.append(SHA256.hex(of: try firstFrame(of: sample).pixels)) }
            return try SuiteHash.digest(definition: definition, samples: samples, inputs: inputs)
        }
    }
}
