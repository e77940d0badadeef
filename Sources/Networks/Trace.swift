import Tensor

/// Records intermediate results of a forward by name, in the order in which they arise.
public final class Trace: @unchecked Sendable {
    public private(set) var tensors: [(name: String, tensor: Tensor)] = []

    public init() {}

    /// Records channels-last images `[N, H, W, C]` in the reference's layout `[N, C, H, W]`.
    func recordImages(_ name: String, _ images: Tensor) { record(name, images.transposed([0, 3, 1, 2])) }

    /// Records channels-last videos `[N, T, H, W, C]` in the reference's layout `[N, C, T, H, W]`.
    func recordVideos(_ name: String, _ videos: Tensor) { record(name, videos.transposed([0, 4, 1, 2, 3])) }

    public func record(_ name: String, _ tensor: Tensor) { tensors.append((name, tensor)) }
}
