import Media
import Tensor

/// Keeps n frames spread over the video and makes the feature when all are there.
final class ChosenFramesAccumulator: FeatureAccumulator {
    private let count: Int
    private let announced: Int?
    private let wanted: Set<Int>
    private let embed: ([RGBImage]) throws -> [FeatureKey: Tensor]
    private var kept: [Int: RGBImage] = [:]
    private var seen = 0

    /// - Parameter embed: the features of the chosen frames in order; repeated ones are given repeatedly.
    init(
        _ count: Int, of clip: ClipOutline,
        embed: @escaping ([RGBImage]) throws -> [FeatureKey: Tensor]
    ) {
        (self.count, self.embed) = (count, embed)
        announced = clip.frames.flatMap { $0 > 0 ? $0 : nil }
        wanted = Set(announced.map { MiddleFrames.indices(count, of: $0) } ?? [])
    }

    func append(_ frames: [RGBImage]) {
        for frame in frames {
            if wanted.contains(seen) { kept[seen] = frame }
            seen += 1
        }
    }

    func finish() throws -> [FeatureKey: Tensor] {
        guard seen == announced else { throw UnexpectedFrameCount(announced: announced, found: seen) }
        return try embed(MiddleFrames.indices(count, of: seen).compactMap { kept[$0] })
    }
}
