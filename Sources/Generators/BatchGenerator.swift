/// A generator that makes several videos together in less time than one after another.
public protocol BatchGenerator: VideoGenerator {
    /// How many requests are best given at once on this machine now; at least 1.
    var videosAtOnce: Int { get }

    /// The videos of all requests, each with the bytes it has by itself. Stage seconds are each video's share.
    /// - Parameter progress: as in `generate(_:progress:)`, for all videos at once.
    func generate(_ requests: [GenerationRequest], progress: (Int, Int) throws -> Void) throws
        -> [GeneratedVideo]
}

/// How many copies of videos share a forward of the denoiser.
public enum BatchSize: Sendable, Hashable {
    /// As many as fit into the memory that is free.
    case automatic
    /// At most so many; a guided video is two or three copies.
    case copies(Int)

    /// - Parameter text: `auto` or a number from 1; nil for anything else.
    public init?(_ text: String) {
        if text == "auto" {
            self = .automatic
        } else if let count = Int(text), (1...1024).contains(count) {
            self = .copies(count)
        } else {
            return nil
        }
    }
}
