import CKernels

/// Extents along time, height and width.
public struct Extent3D: Sendable, Hashable, Codable {
    public var frames, height, width: Int

    public init(_ frames: Int, _ height: Int, _ width: Int) {
        (self.frames, self.height, self.width) = (frames, height, width)
    }

    public static func all(_ extent: Int) -> Extent3D { Extent3D(extent, extent, extent) }

    var count: Int { frames * height * width }
}

/// What surrounds a video: as many places before and after it on every axis. They count as zero in convolutions and
/// not at all in pools.
public enum VolumePadding: Sendable, Hashable {
    case explicit(before: Extent3D, after: Extent3D)
    /// TensorFlow's SAME: `⌈n / stride⌉` outputs along each axis, the odd place after the data.
    case same

    /// The same number of places on both sides.
    public static func even(_ frames: Int, _ height: Int, _ width: Int) -> VolumePadding {
        .explicit(before: Extent3D(frames, height, width), after: Extent3D(frames, height, width))
    }

    public static let none = VolumePadding.even(0, 0, 0)
}

/// A window that walks over a video.
public struct VolumeWindow: Sendable, Hashable {
    public var kernel: Extent3D
    public var stride: Extent3D
    public var padding: VolumePadding

    public init(kernel: Extent3D, stride: Extent3D = .all(1), padding: VolumePadding = .none) {
        precondition(min(kernel.frames, kernel.height, kernel.width) > 0, "kernel \(kernel)")
        precondition(min(stride.frames, stride.height, stride.width) > 0, "stride \(stride)")
        (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    }

    /// How many outputs a video of `extent` gives along each axis; less than one where the window does not fit.
    public func outputs(_ extent: Extent3D) -> Extent3D {
        let axes = axes(extent).map(\.outputs)
        return Extent3D(axes[0], axes[1], axes[2])
    }

    /// The window over videos `x` `[B, T, H, W, C]`.
    func geometry(_ x: Tensor) -> ck_volume {
        precondition(x.rank == 5, "videos of shape \(x.shape)")
        let axes = axes(Extent3D(x.shape[1], x.shape[2], x.shape[3]))
        precondition(axes.allSatisfy { $0.outputs > 0 }, "kernel \(kernel) over videos \(x.shape)")
        return ck_volume(
            frames: x.shape[1], height: x.shape[2], width: x.shape[3], channels: x.shape[4],
            kernel_frames: kernel.frames, kernel_height: kernel.height, kernel_width: kernel.width,
            stride_frames: stride.frames, stride_height: stride.height, stride_width: stride.width,
            front: axes[0].before, top: axes[1].before, left: axes[2].before,
            output_frames: axes[0].outputs, output_height: axes[1].outputs, output_width: axes[2].outputs)
    }

    /// Places before the data, and outputs, of time, height and width.
    private func axes(_ extent: Extent3D) -> [(before: Int, outputs: Int)] {
        [\Extent3D.frames, \.height, \.width].map { axis in
            let (size, taps, step) = (extent[keyPath: axis], kernel[keyPath: axis], stride[keyPath: axis])
            switch padding {
            case .explicit(let before, let after):
                let padded = size + before[keyPath: axis] + after[keyPath: axis]
                return (before[keyPath: axis], padded < taps ? 0 : (padded - taps) / step + 1)
            case .same:
                let outputs = (size + step - 1) / step
                return (max((outputs - 1) * step + taps - size, 0) / 2, outputs)
            }
        }
    }
}

extension ck_volume {
    /// B, T', H', W' for B videos.
    func outputShape(_ videos: Int) -> [Int] { [videos, output_frames, output_height, output_width] }
}
