import Checkpoints
import Tensor

/// Cuts images into square patches and projects each: a convolution whose stride is its kernel.
///
/// Columns and rows that do not fill a patch are dropped.
/// Shapes: `[B, H, W, C]` to `[B, ⌊H/p⌋·⌊W/p⌋, D]`, tokens row-major; weight `[D, C, p, p]`, bias `[D]`.
struct PatchEmbedding: Sendable {
    let patch: Int
    private let channels: Int
    private let projection: Linear

    init(_ scope: WeightScope, channels: Int = 3, patch: Int, width: Int, bias: Bool) throws {
        self.init(
            weight: try scope.tensor("weight", [width, channels, patch, patch]),
            bias: bias ? try scope.tensor("bias", [width]) : nil)
    }

    init(weight: Tensor, bias: Tensor?) {
        (patch, channels) = (weight.shape[2], weight.shape[1])
        projection = Linear(weight: weight.reshaped([weight.shape[0], -1]), bias: bias)
    }

    func callAsFunction(_ images: Tensor) -> Tensor {
        let (batch, height, width) = (images.shape[0], images.shape[1] / patch, images.shape[2] / patch)
        let pixels = images[0..<batch]
        // Row of a patch: channel, then row, then column, as the weight lies in memory.
        let cropped =
            images.shape[1] == height * patch && images.shape[2] == width * patch
            ? pixels : Self.cropped(pixels, height: height * patch, width: width * patch)
        let patches = cropped.reshaped([batch, height, patch, width, patch, channels])
            .transposed([0, 1, 3, 5, 2, 4])
        return projection(patches.reshaped([batch, height * width, channels * patch * patch]))
    }

    private static func cropped(_ images: Tensor, height: Int, width: Int) -> Tensor {
        let (batch, rows, columns, channels) = (
            images.shape[0], images.shape[1], images.shape[2], images.shape[3]
        )
        let result = Tensor([batch, height, width, channels])
        for image in 0..<batch {
            for row in 0..<height {
                (result.pointer + (image * height + row) * width * channels).update(
                    from: images.pointer + (image * rows + row) * columns * channels, count: width * channels)
            }
        }
        return withExtendedLifetime(images) { result }
    }
}
