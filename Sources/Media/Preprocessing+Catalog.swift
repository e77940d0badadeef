import Tensor

extension Preprocessing {
    /// VBench background consistency. Source: CLIP transform on float frames; overshoot is not clamped.
    public static let vbenchFloat = vbenchFloat(side: 224)

    /// The same for networks of another input size.
    public static func vbenchFloat(side: Int) -> Preprocessing {
        Preprocessing(
            id: "vbench_float", summary: "torch-bicubic short side \(side), centre crop \(side), CLIP", .clip
        ) {
            Framing.centreCrop(resizedFloat($0, .torchBicubic, shortSide: side), width: side, height: side)
        }
    }

    /// VBench overall consistency. Source: the same transform on uint8 frames, which rounds to bytes.
    public static let vbenchUInt8 = vbenchUInt8(side: 224)

    /// The same for networks of another input size.
    public static func vbenchUInt8(side: Int) -> Preprocessing {
        Preprocessing(
            id: "vbench_uint8",
            summary: "torch-bicubic short side \(side) to bytes, centre crop \(side), CLIP", .clip
        ) {
            Framing.centreCrop(resized($0, .torchBicubic, shortSide: side), width: side, height: side).tensor
        }
    }

    /// The preprocessing of OpenAI's CLIP package.
    public static let openAIPIL = openAIPIL(side: 224)

    /// The same for networks of another input size.
    public static func openAIPIL(side: Int) -> Preprocessing {
        Preprocessing(
            id: "openai_pil", summary: "pil-bicubic short side \(side), centre crop \(side), CLIP", .clip
        ) {
            Framing.centreCrop(resized($0, .pilBicubic, shortSide: side), width: side, height: side).tensor
        }
    }

    /// VBench subject consistency: the whole frame, not cropped.
    public static let dinoFloat = dinoFloat(side: 224)

    /// The same for networks of another input size.
    public static func dinoFloat(side: Int) -> Preprocessing {
        Preprocessing(
            id: "dino_float", summary: "torch-bilinear short side \(side), ImageNet", .imageNet
        ) {
            resizedFloat($0, .torchBilinear, shortSide: side)
        }
    }

    /// VBench-I2V subject, the input image.
    public static let i2vDinoImage = i2vDinoImage(side: 224)

    /// The same for networks of another input size; the short side is 8/7 of it before the crop.
    public static func i2vDinoImage(side: Int) -> Preprocessing {
        let short = side * 8 / 7
        return Preprocessing(
            id: "i2v_dino_image", summary: "pil-bicubic short side \(short), centre crop \(side), ImageNet",
            .imageNet
        ) {
            Framing.centreCrop(resized($0, .pilBicubic, shortSide: short), width: side, height: side).tensor
        }
    }

    /// VBench-I2V subject, the video's frames.
    public static let i2vDinoFrame = i2vDinoFrame(side: 224)

    /// The same for networks of another input size; the short side is 8/7 of it before the crop.
    public static func i2vDinoFrame(side: Int) -> Preprocessing {
        let short = side * 8 / 7
        return Preprocessing(
            id: "i2v_dino_frame",
            summary: "torch-bicubic-antialias short side \(short), centre crop \(side), ImageNet", .imageNet
        ) {
            Framing.centreCrop(
                resizedFloat($0, .torchBicubicAntialias, shortSide: short), width: side, height: side)
        }
    }

    /// VBench-I2V background, the input image; its aspect ratio is not kept.
    public static let dreamSimImage = Preprocessing(
        id: "dreamsim_image", summary: "pil-bicubic 224×224, 0…1", .none
    ) {
        Resize.pilBicubic($0, width: 224, height: 224).tensor
    }

    /// VBench-I2V background, the video's frames; their aspect ratio is not kept.
    public static let dreamSimFrame = Preprocessing(
        id: "dreamsim_frame", summary: "torch-bicubic-antialias 224×224, 0…1", .none
    ) {
        Resize.torchBicubicAntialias($0.tensor, height: 224, width: 224)
    }

    /// VBench scene: Tag2Text's input, its aspect ratio not kept. Video is scaled from its decoded planes.
    public static let tag2Text = tag2Text(side: 384)

    /// The same for networks of another input size.
    public static func tag2Text(side: Int) -> Preprocessing {
        Preprocessing(
            id: "tag2text", summary: "ffmpeg-bilinear \(side)×\(side) of the planes, ImageNet", .imageNet
        ) {
            $0.scaledByFFmpeg(width: side, height: side).tensor
        }
    }

    /// Every preprocessing there is.
    public static let all =
        [
            vbenchFloat, vbenchUInt8, openAIPIL, dinoFloat, i2vDinoImage, i2vDinoFrame, dreamSimImage,
            dreamSimFrame, tag2Text,
        ] + distribution

    private static func resized(_ image: RGBImage, _ resize: Resize, shortSide: Int) -> RGBImage {
        let size = Framing.shortSide(shortSide, width: image.width, height: image.height)
        return size == (image.width, image.height)
            ? image : resize(image, width: size.width, height: size.height)
    }

    private static func resizedFloat(_ image: RGBImage, _ resize: Resize, shortSide: Int) -> Tensor {
        let size = Framing.shortSide(shortSide, width: image.width, height: image.height)
        return resize(image.tensor, height: size.height, width: size.width)
    }
}
