import Foundation
import Media
import TestSupport
import Testing

/// Cameras, layouts and generated first frames of `i2vbench generate`, as processes with the demo-size model.
@Suite struct LayoutProcessTests {
    private let folder: ScratchFolder
    private let wide: String
    private let square: String

    init() throws {
        folder = try ScratchFolder()
        (wide, square) = (folder.path("wide.png"), folder.path("square.png"))
        for (path, width) in [(wide, 60), (square, 30)] {
            let pixels = (0..<width * 30 * 3).map { UInt8($0 % 251) }
            try PNGWriter.write(RGBImage(width: width, height: 30, pixels: pixels), to: path)
        }
    }

    private func generate(_ arguments: [String], image: String?, to output: String = "out.mp4") throws
        -> ChildProcess
    {
        try Tool.run(
            [
                "generate", "--prompt", "a ramp", "-o", folder.path(output), "--weights", "demo", "--steps",
                "1",
            ]
                + ["--frames", "4"] + (image.map { ["--image", $0] } ?? []) + arguments,
            environment: ["I2VBENCH_CACHE": folder.path("cache")])
    }

    private func frames(_ name: String) throws -> [RGBImage] {
        try MediaDecoder().frames(at: folder.path(name))
    }

    @Test(arguments: ["pan_left", "pan_right", "zoom_in", "zoom_out", "perspective"])
    func everyMotionCanBeSavedAndLookedAt(motion: String) throws {
        let points = motion == "perspective" ? ["--points", "0,0>8,4 64,0>64,0 64,64>64,64 0,64>8,60"] : []
        let run = try generate(
            ["--camera", motion, "--save-layout", folder.path("layout"), "--contact-sheet"]
                + [folder.path("sheet.png")] + points, image: wide)
        #expect(run.status == 0, "\(run.errors)")
        let layout = try frames("layout")
        #expect(layout.count == 4 && layout.allSatisfy { $0.width == 64 && $0.height == 64 })
        #expect(Set(layout).count == 4)
        #expect(try frames("out.mp4").count == 4)
        #expect(try frames("sheet.png").count == 1)
    }

    @Test func aSavedLayoutGuidesAnotherVideo() throws {
        let saved = folder.path("layout.mkv")
        #expect(try generate(["--camera", "zoom_in", "--save-layout", saved], image: wide).status == 0)
        let alone = try generate(["--layout-video", saved], image: nil, to: "alone.mkv")
        #expect(alone.status == 0, "\(alone.errors)")
        let both = try generate(["--layout-video", saved], image: square, to: "both.mkv")
        #expect(both.status == 0, "\(both.errors)")
        #expect(try frames("alone.mkv") != frames("both.mkv"))
        let short = try generate(["--layout-video", saved, "--frames", "6"], image: square)
        #expect(short.status == 64 && short.errors.contains("expected 6 frames"), "\(short.errors)")
    }

    @Test func aTextAloneMakesAFirstFrame() throws {
        let arguments = ["--first-frame", "generate", "--first-frame-steps", "2"]
        let first = folder.path("first.png")
        let run = try generate(arguments + ["--save-first-frame", first], image: nil, to: "text.mkv")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("first frame"))
        let image = try MediaDecoder().image(at: first)
        #expect(image.width == 64 && image.height == 64)
        // The kept picture makes the same video.
        #expect(try generate([], image: first, to: "image.mkv").status == 0)
        #expect(try frames("text.mkv") == frames("image.mkv"))
    }

    @Test(arguments: [
        (["--camera", "pan_left"], "square", "no room to pan"),
        (["--camera", "zoom_in", "--width", "96"], "wide", "as high as it is wide"),
        (["--camera", "perspective"], "wide", "four key points"),
        (["--camera", "zoom_in", "--points", "0,0>1,1 2,0>2,1 2,2>2,3 0,2>0,3"], "wide", "key points"),
        (["--camera", "perspective", "--points", "0,0>1,1"], "wide", "four moves"),
        (["--camera", "perspective", "--points", "0,0>1,1 99,0>60,0 64,64>60,60 0,64>1,60"], "wide", "99,0"),
        (["--points", "0,0>1,1 2,0>2,1 2,2>2,3 0,2>0,3"], "wide", "--camera"),
        (["--camera", "zoom_in", "--no-frameinit"], "wide", "no meaning with --no-frameinit"),
        (["--camera", "zoom_in", "--tau", "1000"], "wide", "0 to 999"),
        (["--camera", "zoom_in", "--chunks", "2"], "wide", "guides one chunk"),
        (["--camera", "zoom_in", "--layout-video", "x.mp4"], "wide", "--layout-video"),
        (["--camera", "dolly"], "wide", "pan_left"),
        (["--chunks", "0"], "wide", "1 to 1000"), (["--chunks=-3"], "wide", "1 to 1000"),
        (["--no-chunk-frameinit"], "wide", "--chunks"),
        (["--save-layout", "x.mp4"], "wide", "--save-layout"), ([], "", "--image"),
        (["--first-frame", "generate"], "wide", "--image"),
        (["--first-frame-steps", "3"], "wide", "--first-frame generate"),
        (["--first-frame", "generate", "--first-frame-steps", "0"], "", "steps"),
        (
            ["--first-frame", "generate", "--first-frame-weights", "official"], "",
            "stable-diffusion-2-1-base"
        ),
        (["--batch", "0"], "wide", "--batch"), (["--batch", "many"], "wide", "--batch"),
    ])
    func mistakesAreExplainedBeforeAnyWork(arguments: [String], image: String, message: String) throws {
        let run = try generate(
            arguments, image: image.isEmpty ? nil : image == "wide" ? wide : square)
        #expect(run.status == 64 || run.status == 69, "\(run.status)")
        #expect(run.output.isEmpty && run.errors.contains(message), "\(run.errors)")
        #expect(!run.errors.contains("denoising step"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
                == ["square.png", "wide.png"])
    }
}
