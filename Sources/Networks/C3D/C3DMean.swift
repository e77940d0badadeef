import Checkpoints
import Tensor

/// The mean clip that C3D's inputs are relative to, cut to the network's extent.
///
/// Shapes: `[T, H, W, 3]`, blue first, 0…255.
public struct C3DMean: Sendable {
    /// Name of the file that TGANv2 publishes it in, and of the array inside.
    public static let fileID = "c3d_mean"
    public static let tensorName = "mean"
    /// Shape of the published array: channels, frames, height, width.
    public static let publishedShape = [3, 16, 128, 171]
    /// First row and column of TGANv2's window, which is not centred across.
    public static let offset = 8

    public let volume: Tensor

    /// - Parameter array: `[3, T, H, W]`: the window of TGANv2 is cut out of larger ones.
    /// - Throws: `NetworkError.input` when it is smaller than the network's input.
    public init(_ array: Tensor, config: C3DConfig = C3DConfig()) throws {
        let (frames, side) = (config.frames, config.imageSize)
        let shape = array.shape
        guard shape.count == 4, shape[0] == 3, shape[1] == frames,
            Array(shape[2...]) == [side, side]
                || shape[2] >= side + Self.offset && shape[3] >= side + Self.offset
        else {
            throw NetworkError.input(
                network: C3D.name,
                expected: "a mean volume 3×\(frames)×\(side)×\(side), or one with rows and columns up to "
                    + "\(side + Self.offset)",
                found: shape.map(String.init).joined(separator: "×"))
        }
        let start = shape[2] == side && shape[3] == side ? 0 : Self.offset
        let whole = array.transposed([1, 2, 3, 0])
        let result = Tensor([frames, side, side, 3])
        for frame in 0..<frames {
            for row in 0..<side {
                let source = ((frame * shape[2] + row + start) * shape[3] + start) * 3
                (result.pointer + (frame * side + row) * side * 3)
                    .update(from: whole.pointer + source, count: side * 3)
            }
        }
        volume = withExtendedLifetime(whole) { result }
    }

    /// The array `mean` of the published file, or the volume that a scripted archive of the network carries along.
    ///
    /// - Throws: `CheckpointError.mismatch` when there is none of the published shape.
    public init(from source: any WeightSource, config: C3DConfig = C3DConfig()) throws {
        let weights =
            source.shape(of: Self.tensorName) == nil ? try C3D.renamed(source, config: config) : source
        let (cut, found) = (Self.cutShape(config), weights.shape(of: Self.tensorName))
        let candidates = [cut, [1] + cut, [1] + Self.publishedShape]
        let shape = candidates.first { $0 == found } ?? Self.publishedShape
        let array = try loadWeights("the mean of \(C3D.name)", from: weights, optional: { _ in true }) {
            try $0.tensor(Self.tensorName, shape)
        }
        try self.init(array.reshaped(Array(shape.suffix(4))), config: config)
    }

    /// Shape of a mean that is already cut: channels, frames, height, width.
    static func cutShape(_ config: C3DConfig) -> [Int] {
        [3, config.frames, config.imageSize, config.imageSize]
    }

    /// Clips `[B, T, H, W, 3]` minus the mean.
    public func subtracted(from clips: Tensor) -> Tensor {
        precondition(
            Array(clips.shape.dropFirst()) == volume.shape, "clips \(clips.shape), mean \(volume.shape)")
        let result = Tensor(clips.shape)
        for clip in 0..<clips.shape[0] {
            let difference = clips[clip..<clip + 1].reshaped(volume.shape) - volume
            (result.pointer + clip * volume.count).update(from: difference.pointer, count: volume.count)
        }
        return withExtendedLifetime(clips) { result }
    }
}
