import ArgumentParser
import Checkpoints
import Generators
import Media
import Tensor

/// Where the first frame of a video comes from.
struct FirstFrameOptions: ParsableArguments {
    enum Source: String, CaseIterable, ExpressibleByArgument {
        /// The file that `--image` names, or the layout video.
        case image
        /// Stable Diffusion, out of the prompt.
        case generate
    }

    @Option(help: "First frame: an image in any common format, or a video, whose first frame counts.")
    var image: String?

    @Option(help: "image, or generate: Stable Diffusion 2.1-base makes the first frame out of the prompt.")
    var firstFrame = Source.image

    @Option(
        help: ArgumentHelp(
            "For --first-frame generate: a diffusers folder, official, demo or synthetic[:SALT] (default: as --weights, "
                + "official where that is a folder).", valueName: "weights"))
    var firstFrameWeights: String?

    @Option(help: "Steps of the first frame's sampler (default: 50).")
    var firstFrameSteps: Int?

    @Option(help: "Scale of the first frame's text guidance; 1 switches it off (default: 7.5).")
    var firstFrameGuidance: Double?

    @Option(help: ArgumentHelp("Also write the generated first frame, as PNG.", valueName: "file"))
    var saveFirstFrame: String?

    func validate() throws {
        let own = [
            firstFrameWeights.map { _ in "--first-frame-weights" },
            firstFrameSteps.map { _ in "--first-frame-steps" },
            firstFrameGuidance.map { _ in "--first-frame-guidance" },
            saveFirstFrame.map { _ in "--save-first-frame" },
        ].compactMap(\.self)
        if firstFrame == .image, let option = own.first {
            throw ValidationError("\(option) has no meaning without --first-frame generate.")
        }
        if firstFrame == .generate, image != nil {
            throw ValidationError("--image and --first-frame generate exclude each other.")
        }
    }

    /// The generator of first frames; nil where an image is given.
    /// - Parameter weights: those of the video's generator.
    func imageGenerator(weights: String, size: GeneratorSize?) throws -> TextToImageGenerator? {
        guard firstFrame == .generate else { return nil }
        var choice = WeightChoice(firstFrameWeights ?? weights)
        if firstFrameWeights == nil, case .path = choice { choice = .official }
        var settings = TextToImageSettings()
        settings.steps = firstFrameSteps ?? settings.steps
        settings.guidance = firstFrameGuidance ?? settings.guidance
        return try TextToImageGenerator(
            model: .open(choice, size: size ?? .full, locator: .standard), settings: settings)
    }
}
