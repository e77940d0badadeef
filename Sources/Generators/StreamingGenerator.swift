import Media

/// A generator that hands out frames as soon as they are final, so that a long video never lies in memory as a whole,
/// and that takes up an interrupted video where it stopped.
public protocol StreamingGenerator: VideoGenerator {
    /// - Parameters:
    ///   - output: the file that is being made. What an interrupted call leaves beside it is taken up by the next call
    ///     for the same video; whoever finishes the file calls `discardParts`. nil keeps nothing.
    ///   - progress: as in `generate(_:progress:)`, over the whole video.
    ///   - frame: takes each frame in turn.
    /// - Returns: what the video cost, without frames.
    func generate(
        _ request: GenerationRequest, output: String?, progress: (Int, Int) throws -> Void,
        frame: (RGBImage) throws -> Void
    ) throws -> GeneratedVideo

    /// Whether its videos are long enough for that to matter; others are as well made in one go.
    var streams: Bool { get }

    var framesPerSecond: Double { get }

    /// Parts of the video that an interrupted call has left beside `output`.
    func finishedParts(_ request: GenerationRequest, output: String) throws -> Int

    /// Removes what was kept beside a file that is finished now.
    func discardParts(of output: String) throws
}

extension StreamingGenerator {
    public func generate(_ request: GenerationRequest, progress: (Int, Int) throws -> Void) throws
        -> GeneratedVideo
    {
        var frames: [RGBImage] = []
        var video = try generate(request, output: nil, progress: progress) { frames.append($0) }
        video.frames = frames
        return video
    }
}
