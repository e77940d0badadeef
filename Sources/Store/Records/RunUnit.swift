/// One video of a run: a sample made by a variant from a seed.
public struct RunUnit: Sendable, Hashable {
    /// How far the video is.
    public enum Status: String, Sendable, Codable { case planned, finished, failed }

    /// Row id of the video.
    public var video: Int64
    /// Position of the variant in the run.
    public var variant: Int
    public var sample: String
    public var seed: Int
    public var status: Status
    /// Why it failed, if it did.
    public var reason: String?
    /// The file, once there is one.
    public var file: VideoFile?
}
