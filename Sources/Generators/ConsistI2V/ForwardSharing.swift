import Networks
import Tensor

/// How the guidance copies of one or several videos share forwards of the denoiser. Values never depend on it.
public struct ForwardSharing: Sendable, Hashable {
    /// Copies in one forward at most; below the number that guidance needs, a video's own copies go one after another.
    public var copies: Int
    /// Forwards that run at the same time, each on its share of the threads.
    public var lanes: Int

    public init(copies: Int = 3, lanes: Int = 1) {
        precondition(copies > 0 && lanes > 0, "at least one copy and one lane")
        (self.copies, self.lanes) = (copies, lanes)
    }

    /// The copies of `videos` videos cut into forwards: whole videos together where they fit.
    package func groups(videos: Int, copiesPerVideo: Int) -> [Group] {
        guard copies >= copiesPerVideo else {
            return (0..<videos).flatMap { video in
                stride(from: 0, to: copiesPerVideo, by: copies).map {
                    Group(videos: video..<video + 1, copies: $0..<min($0 + copies, copiesPerVideo))
                }
            }
        }
        // Lanes get equal shares before forwards get as large as they may.
        let fitting = min(copies / copiesPerVideo, max((videos + lanes - 1) / lanes, 1))
        return stride(from: 0, to: videos, by: fitting).map {
            Group(videos: $0..<min($0 + fitting, videos), copies: 0..<copiesPerVideo)
        }
    }

    /// The copies that one forward holds: all of `videos`, or some of a single one.
    package struct Group: Sendable, Hashable {
        package var videos: Range<Int>
        package var copies: Range<Int>
    }
}
