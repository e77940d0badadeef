import Foundation
import Media
import Tensor
import TestSupport
import Testing

/// Resizes and preprocessing of clip 05 against torch and Pillow. The fixture holds the first rows of each
/// golden, the shared folder all of them.
@Suite struct ResizeParityTests {
    static let sources =
        [fixture("preprocess.safetensors")]
        + (SharedParity.isAvailable ? [SharedParity.path("parity/preprocess/frames.safetensors")] : [])

    let frame: RGBImage
    let firstFrame: RGBImage

    init() throws {
        frame = try MediaDecoder().image(at: fixture("clip05.mp4"))
        firstFrame = try MediaDecoder().image(at: fixture("clip05.jpg"))
    }

    /// Frame 0 without its upper 38 and lower 38 rows: 256×180.
    var wide: RGBImage { frame.window(x: 0, y: 38, width: 256, height: 180) }

    /// Largest difference of `[H, W, C]` values to a golden of the same or fewer rows: `[C, H, W]`, `[H, W]` (the
    /// green channel) or, for images, `[H, W, C]`.
    func worst(_ actual: Tensor, _ golden: Tensor, interleaved: Bool = false) -> Float {
        let (width, channels) = (actual.shape[1], actual.shape[2])
        var worst: Float = 0
        let shape = golden.shape
        let rows = interleaved || shape.count == 2 ? shape[0] : shape[1]
        guard rows > 0, rows <= actual.shape[0], shape[interleaved || shape.count == 2 ? 1 : 2] == width
        else {
            return .infinity
        }
        for index in 0..<golden.count {
            let (channel, pixel) =
                interleaved
                ? (index % channels, index / channels)
                : (shape.count == 2 ? 1 : index / (rows * width), index % (rows * width))
            worst = max(worst, abs(golden.pointer[index] - actual.pointer[pixel * channels + channel]))
        }
        return worst
    }

    @Test(arguments: sources) func pillowIsExact(_ source: String) throws {
        let goldens = try GoldenFile(source)
        let cases: [(String, Resize, width: Int, height: Int)] = [
            ("pil_bicubic_224", .pilBicubic, 224, 224), ("pil_bicubic_97x131", .pilBicubic, 131, 97),
            ("pil_bilinear_224", .pilBilinear, 224, 224),
            ("pil_bilinear_341x300_rows40", .pilBilinear, 300, 341),
        ]
        for (name, resize, width, height) in cases {
            let result = resize(frame, width: width, height: height)
            #expect(worst(result.tensor, goldens.tensor(name), interleaved: true) == 0, "\(name)")
        }
        #expect(worst(firstFrame.tensor, goldens.tensor("jpeg_rows32"), interleaved: true) == 0)
    }

    static let torchCases: [(String, Resize, tolerance: Float)] = [
        ("float_bicubic_aa_300x341.green_rows40", .torchBicubicAntialias, 7e-3),
        ("float_bicubic_aa_97x131.green", .torchBicubicAntialias, 8e-3),
        ("float_bicubic_noaa_300x341.green_rows40", .torchBicubic, 6e-3),
        ("float_bicubic_noaa_97x131.green", .torchBicubic, 3e-2),
        ("float_bilinear_aa_300x341.green_rows40", .torchBilinearAntialias, 6e-3),
        ("float_bilinear_aa_97x131.green", .torchBilinearAntialias, 7e-3),
        ("float_bilinear_noaa_300x341.green_rows40", .torchBilinear, 6e-3),
        ("float_bilinear_noaa_97x131.green", .torchBilinear, 2e-2),
    ]

    @Test(arguments: sources) func torchFloat(_ source: String) throws {
        let goldens = try GoldenFile(source)
        for (name, resize, tolerance) in Self.torchCases {
            let (height, width) = name.contains("300x341") ? (300, 341) : (97, 131)
            let result = resize(frame.tensor, height: height, width: width)
            let difference = worst(result, goldens.tensor(name))
            print("\(name): worst \(difference) of \(tolerance)")
            #expect(difference <= tolerance, "\(name)")
        }
    }

    @Test(arguments: sources) func preprocessing(_ source: String) throws {
        let goldens = try GoldenFile(source)
        let cases: [(String, Tensor, tolerance: Float)] = [
            ("clip_float", Preprocessing.vbenchFloat(frame), 6e-4),
            ("dino_float", Preprocessing.dinoFloat(frame), 5e-4),
            ("openai_clip_preprocess.green", Preprocessing.openAIPIL(frame), 1e-6),
            ("i2v_dino_image.green", Preprocessing.i2vDinoImage(firstFrame), 1e-6),
            ("i2v_dino_frame.green_rows32", Preprocessing.i2vDinoFrame(wide), 2e-4),
            ("dreamsim_frame.green_rows32", Preprocessing.dreamSimFrame(wide), 2e-5),
            ("nonsquare_dino.green_rows32", Preprocessing.dinoFloat(wide), 8e-5),
            (
                "nonsquare_clip.green_rows32",
                Framing.centreCrop(
                    Resize.torchBicubic(wide.tensor, height: 224, width: 318), width: 224, height: 224), 5e-3
            ),
        ]
        for (name, result, tolerance) in cases {
            let difference = worst(result, goldens.tensor(name))
            print("\(name): worst \(difference) of \(tolerance)")
            #expect(difference <= tolerance, "\(name)")
        }
        #expect(Preprocessing.dinoFloat(wide).shape == [224, 318, 3])
    }

    /// Float rounding decides a few ties: ±1 on at most 0.1 % of the bytes.
    @Test(arguments: sources) func roundedBytes(_ source: String) throws {
        let goldens = try GoldenFile(source)
        let result = Resize.torchBicubic(frame, width: 224, height: 224)
        let golden = goldens.tensor("clip_uint8_resized")
        #expect(worst(result.tensor, golden) <= 1)
        let rows = golden.shape[1]
        var different = 0
        for index in 0..<golden.count {
            let (channel, pixel) = (index / (rows * 224), index % (rows * 224))
            if Float(result.pixels[pixel * 3 + channel]) != golden.pointer[index] { different += 1 }
        }
        print("clip_uint8_resized: \(different) of \(golden.count) differ")
        #expect(Double(different) <= 0.001 * Double(golden.count))
        let normalised = worst(
            Preprocessing.vbenchUInt8(frame), goldens.tensor("clip_uint8.green_rows64"))
        #expect(normalised <= (different == 0 ? 1e-6 : 1.6e-2))
    }
}
