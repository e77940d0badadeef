import Benchmarks
import Foundation
import Media
import Metrics
import Store
import Tensor

/// Reads one video once and makes the features that are wanted of it.
struct ClipPass {
    let features: any FeatureProvider
    let environment: RunEnvironment
    /// Of videos that do not say.
    let defaultFramesPerSecond: Double
    let path: String
    /// Brings the video to this size, length and rate; nil leaves it as it is.
    var comparison: ComparisonProtocol?

    struct Result {
        /// The video as it was found, with its true number of frames.
        var outline: ClipOutline
        var features: [FeatureKey: Tensor] = [:]
        var failures: [FeatureKey: any Error] = [:]
        var seconds: [String: Double] = [:]
        var decodeSeconds = 0.0
    }

    /// Frames that are in memory at once.
    static let batch = 16

    /// What the container says. Throws: `MediaError`.
    func outline() throws -> ClipOutline { outline(try environment.decoder.video(at: path).properties) }

    private func outline(_ properties: MediaProperties) -> ClipOutline {
        if let comparison {
            return ClipOutline(
                width: comparison.width, height: comparison.height, frames: comparison.frames,
                framesPerSecond: comparison.framesPerSecond)
        }
        return ClipOutline(
            width: properties.width, height: properties.height, frames: properties.declaredFrames,
            framesPerSecond: properties.frameRate?.value ?? defaultFramesPerSecond)
    }

    /// - Parameter announced: the number of frames where it is known better than the container says.
    /// - Parameter keys: what is wanted of a video with this outline.
    /// - Throws: `MediaError` when the video cannot be read, and what loading a network throws.
    func run(announced: Int? = nil, _ keys: (ClipOutline) throws -> [FeatureKey]) throws -> Result {
        var result = try once(announced: announced, keys)
        let miscounted = result.failures.filter { $0.value is UnexpectedFrameCount }.map(\.key)
        guard !miscounted.isEmpty else { return result }
        // The container lied about its length, which chosen frames depend on; now the truth is known.
        let again = try once(announced: result.outline.frames) { _ in miscounted }
        for key in miscounted {
            result.failures[key] = again.failures[key]
            result.features[key] = again.features[key]
        }
        result.seconds.merge(again.seconds, uniquingKeysWith: +)
        result.decodeSeconds += again.decodeSeconds
        return result
    }

    private func once(announced: Int?, _ choose: (ClipOutline) throws -> [FeatureKey]) throws -> Result {
        let begin = environment.uptime()
        let source = try environment.decoder.video(at: path)
        var outline = outline(source.properties)
        if let announced { outline.frames = announced }
        let keys = try choose(outline)
        let accumulator = keys.isEmpty ? nil : try features.frameFeatures(keys, of: outline)
        var result = Result(outline: outline)
        result.decodeSeconds = environment.uptime() - begin
        var frames = 0
        while true {
            let start = environment.uptime()
            var images: [RGBImage] = []
            let room = min(Self.batch, (comparison?.frames ?? .max) - frames)
            while images.count < room, let image = try source.next() {
                images.append(comparison?.frame(image) ?? image)
            }
            result.decodeSeconds += environment.uptime() - start
            guard let first = images.first else { break }
            if frames == 0 { (result.outline.width, result.outline.height) = (first.width, first.height) }
            frames += images.count
            accumulator?.append(images)
        }
        guard frames > 0 else { throw MediaError.noFrames(path: path, found: "none") }
        if let comparison, frames < comparison.frames {
            throw SuiteError.tooShort(file: path, expected: comparison.frames, found: frames)
        }
        result.outline.frames = frames
        if let found = accumulator?.finish() {
            (result.features, result.failures, result.seconds) = (
                found.features, found.failures, found.seconds
            )
        }
        for (key, tensor) in result.features where !tensor.isFinite {
            result.features[key] = nil
            result.failures[key] = MetricError.notFinite(sample: path, key: key)
        }
        return result
    }
}

extension Tensor {
    /// Whether no element is infinite or not a number.
    fileprivate var isFinite: Bool { withElements { $0.allSatisfy(\.isFinite) } }
}
