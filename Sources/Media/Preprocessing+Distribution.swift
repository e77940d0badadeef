import Tensor

/// What the feature networks of distribution metrics take. Aspect ratios are not kept unless a summary says so.
extension Preprocessing {
    /// I3D as TATS, VideoGPT and cd-fvd feed it.
    public static let i3dTATS = i3dTATS(side: 224)

    /// The same for networks of another input size.
    public static func i3dTATS(side: Int) -> Preprocessing {
        Preprocessing(id: "i3d_tats", summary: "torch-bilinear \(side)×\(side), 2x / 255 - 1") {
            doubled(Resize.torchBilinear($0.tensor, height: side, width: side))
        }
    }

    /// I3D as StyleGAN-V feeds it: its data sets are square.
    public static let i3dStyleGANV = i3dStyleGANV(side: 224)

    /// The same for networks of another input size.
    public static func i3dStyleGANV(side: Int) -> Preprocessing {
        Preprocessing(
            id: "i3d_styleganv",
            summary: "centred square, torch-bilinear \(side)×\(side), 2x / 255 - 1"
        ) { frame in
            let short = min(frame.width, frame.height)
            let square = Framing.centreCrop(frame, width: short, height: short)
            return doubled(Resize.torchBilinear(square.tensor, height: side, width: side))
        }
    }

    /// I3D as the original TensorFlow code feeds it.
    public static let i3dTensorFlow = Preprocessing(
        id: "i3d_tensorflow", summary: "tf1-bilinear 224×224, 2x / 255 - 1"
    ) {
        doubled(Resize.tensorFlowBilinear($0.tensor, height: 224, width: 224))
    }

    /// FID Inception as torch-fidelity and the original TensorFlow graph feed it.
    public static let inceptionTorchFidelity = inceptionTorchFidelity(side: 299)

    /// The same for networks of another input size.
    public static func inceptionTorchFidelity(side: Int) -> Preprocessing {
        Preprocessing(
            id: "inception_torch_fidelity", summary: "tf1-bilinear \(side)×\(side), (x - 128) / 128"
        ) {
            centred(Resize.tensorFlowBilinear($0.tensor, height: side, width: side))
        }
    }

    /// FID Inception as pytorch-fid feeds it.
    public static let inceptionPyTorchFID = Preprocessing(
        id: "inception_pytorch_fid", summary: "torch-bilinear 299×299 of x / 255, 2x - 1"
    ) {
        Resize.torchBilinear($0.tensor.mapped { $0 / 255 }, height: 299, width: 299).mapped { 2 * $0 - 1 }
    }

    /// FID Inception as clean-fid feeds it in its mode "clean".
    public static let inceptionCleanFID = Preprocessing(
        id: "inception_clean_fid",
        summary: "pil-bicubic-float 299×299 clipped to 0…255, (x - 128) / 128"
    ) {
        centred(
            Resize.pilBicubicFloat($0.tensor, height: 299, width: 299).mapped { min(max($0, 0), 255) })
    }

    /// C3D as TGANv2 feeds it, but for the mean volume: that depends on the frame's place in the clip.
    public static let c3dTGANv2 = c3dTGANv2(side: 112)

    /// The same for networks of another input size.
    public static func c3dTGANv2(side: Int) -> Preprocessing {
        Preprocessing(
            id: "c3d_tganv2",
            summary: "torch-bilinear-aligned \(side)×\(side), BGR, 256x / 255; the mean volume follows"
        ) {
            c3dFrames($0.tensor.mapped { 2 * $0 / 255 - 1 }, side: side)
        }
    }

    /// TGANv2's way from frames in -1…1 to C3D's input before the mean volume is subtracted.
    ///
    /// Shapes: `[F, H, W, 3]` or `[H, W, 3]`, RGB, to the same rank, blue first, 0…256.
    public static func c3dFrames(_ frames: Tensor, side: Int = 112) -> Tensor {
        let resized = Resize.torchBilinearAligned(frames, height: side, width: side)
        let result = Tensor(resized.shape)
        let (source, target) = (resized.pointer, result.pointer)
        for pixel in 0..<resized.count / 3 {
            for channel in 0..<3 {
                target[pixel * 3 + channel] = source[pixel * 3 + 2 - channel] * 128 + 128
            }
        }
        return withExtendedLifetime(resized) { result }
    }

    static let distribution = [
        i3dTATS, i3dStyleGANV, i3dTensorFlow, inceptionTorchFidelity, inceptionPyTorchFID, inceptionCleanFID,
        c3dTGANv2,
    ]

    /// `2x / 255 - 1`.
    private static func doubled(_ frames: Tensor) -> Tensor { frames.mapped { 2 * $0 / 255 - 1 } }

    /// `(x - 128) / 128`.
    private static func centred(_ frames: Tensor) -> Tensor { frames.mapped { ($0 - 128) / 128 } }
}
