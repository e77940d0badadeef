import Foundation
import TestSupport
import Media
import Testing

/// `i2vbench generate` as a process, with the demo-size model.
@Suite struct GenerateTests {
    private let folder: ScratchFolder
    private let image: String

    init() throws {
        folder = try ScratchFolder()
        image = folder.path("first frame.png")
        let pixels = (0..<40 * 30 * 3).map { UInt8($0 % 251) }
        try PNGWriter.write(RGBImage(width: 40, height: 30, pixels: pixels), to: image)
    }

    private func generate(_ arguments: [String], to output: String, image: String? = nil) throws
        -> ChildProcess
    {
        let request = ["generate", "--image", image ?? self.image, "-o", output]
        return try Tool.run(
            request + ["--weights", "demo", "--steps", "2", "--frames", "4"] + arguments,
            environment: ["I2VBENCH_CACHE": folder.path("cache")])
    }

    @Test func equalSeedsGiveEqualFilesOnAnyNumberOfThreads() throws {
        let runs = try ["1", "2", "3"].map { threads in
            try generate(
                ["--prompt", "a ramp", "--seed", "9", "--threads", threads],
                to: folder.path("\(threads).mp4"))
        }
        #expect(runs.allSatisfy { $0.status == 0 })
        #expect(runs[0].output == folder.path("1.mp4") + "\n")
        #expect(runs[0].errors.contains("demo weights"))
        #expect(runs[0].errors.contains("denoising step 2/2"))
        let files = try ["1", "2", "3"].map {
            try Data(contentsOf: URL(fileURLWithPath: folder.path("\($0).mp4")))
        }
        #expect(files[0] == files[1] && files[0] == files[2])
        let frames = try MediaDecoder().frames(at: folder.path("1.mp4"))
        #expect(frames.count == 4 && frames[0].width == 64 && frames[0].height == 64)
    }

    @Test func quietSaysNothingAndJSONTellsEverything() throws {
        let run = try generate(
            ["--prompt", "a ramp", "--quiet", "--json", "--no-frameinit", "--preset", "paper"],
            to: folder.path("frames"))
        #expect(run.status == 0 && run.errors.isEmpty)
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let settings = try #require(result["settings"] as? [String: Any])
        #expect(settings["noise_alpha"] as? Double == 1.5)
        #expect(settings["width"] as? Int == 64 && settings["frameinit"] is NSNull)
        let weights = try #require(result["weights"] as? [[String: Any]])
        #expect(weights.map { $0["provenance"] as? String } == ["demo", "demo", "demo"])
        #expect(try MediaDecoder().frames(at: folder.path("frames")).count == 4)
    }

    @Test func anyPromptAndAnyImageGoThrough() throws {
        let tiny = folder.path("tiny.png")
        try PNGWriter.write(RGBImage(width: 1, height: 1, pixels: [1, 2, 3]), to: tiny)
        let prompts = [
            "", "\"quotes\" 'n'\nnew lines\t", "🦆 swims 🌊 in 水",
            Array(repeating: "duck", count: 1000).joined(separator: " "),
        ]
        for (index, prompt) in prompts.enumerated() {
            let run = try generate(["--prompt", prompt], to: folder.path("\(index).mp4"), image: tiny)
            #expect(run.status == 0, "\(run.errors)")
        }
    }

    @Test(arguments: [
        (["--weights", "official"], Int32(69), "consisti2v_unet"),
        (["--width", "63"], 64, "nearest one is 64"),
        (["--steps", "1000"], 64, "1 to 999"), (["--lossless"], 64, "with --lossless use .mkv"),
        (["--no-frameinit", "--tau", "5"], 64, "no meaning"), (["--tau", "1000"], 64, "0 to 999"),
        (["--crf", "80"], 64, "0 to 51"), (["--threads", "0"], 64, "at least 1"),
        (["--image-guidance", "2", "--guidance-rescale", "0.7"], 64, "together with image guidance"),
        (["--weights", "/nowhere/model"], 69, "/nowhere/model"),
        (["--generator", "lookback", "--tau", "5"], 64, "--tau: the generator lookback has no such option"),
        (["--generator", "look"], 64, "consisti2v, lookback"), (["--steps", "many"], 64, "--steps"),
        (["--noise", "loud"], 64, "one of mixed, progressive, vanilla"), (["--tauu", "5"], 64, "--tau"),
    ])
    func mistakesAreExplained(arguments: [String], status: Int32, message: String) throws {
        let run = try generate(["--prompt", "a ramp"] + arguments, to: folder.path("out.mp4"))
        #expect(run.status == status && run.output.isEmpty)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["first frame.png"])
    }

    @Test(arguments: ["hybrid", "add_noise", "inversion"])
    func theLookBackGeneratorNeedsNoPrompt(initialization: String) throws {
        let run = try generate(
            ["--generator", "lookback", "--initialization", initialization, "--json"],
            to: folder.path("out.mkv"))
        #expect(run.status == 0, "\(run.errors)")
        let result = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(result["generator"] as? String == "lookback")
        let settings = try #require(result["settings"] as? [String: Any])
        #expect(settings["initialization"] as? String == initialization)
        #expect(try MediaDecoder().frames(at: folder.path("out.mkv")).count == 4)
        let other = try generate([], to: folder.path("other.mp4"))
        #expect(other.status == 64 && other.errors.contains("--prompt"))
    }

    @Test func helpTellsWhichGeneratorHasAnOption() throws {
        let help = try Tool.run(["generate", "--help"]).output
        #expect(help.contains("--no-frameinit") && help.contains("(consisti2v)"))
        #expect(help.contains("--initialization") && help.contains("(lookback)"))
    }

    @Test func unreadableInputAndUnwritableOutputAreNamed() throws {
        let absent = try generate(
            ["--prompt", "x"], to: folder.path("out.mp4"), image: folder.path("no.png"))
        #expect(absent.status == 65 && absent.errors.contains("no.png: no such file"))
        let unwritable = try generate(["--prompt", "x"], to: folder.path("missing/out.mp4"))
        #expect(unwritable.status == 1 && unwritable.errors.contains("missing/out.mp4: cannot be written"))
    }
}
