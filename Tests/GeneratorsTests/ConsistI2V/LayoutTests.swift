import Foundation
import Generators
import Media
import Networks
import Tensor
import Testing

/// Layouts in settings and in the generator.
@Suite struct LayoutTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("layout \(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func settings(_ layout: LayoutSource = .still) -> ConsistI2VSettings {
        var settings = ConsistI2VSettings(preset: .demo)
        (settings.steps, settings.frames, settings.layout) = (2, 4, layout)
        return settings
    }

    private func generator(_ layout: LayoutSource) throws -> ConsistI2VGenerator {
        try ConsistI2VGenerator(model: GeneratorTests.model.get(), settings: settings(layout))
    }

    private func bytes(_ layout: LayoutSource, image: RGBImage = GeneratorTests.firstFrame) throws -> [UInt8]
    {
        let request = GenerationRequest(firstFrame: image, prompt: "a square", seed: 5)
        return try generator(layout).generate(request) { _, _ in }.frames.flatMap(\.pixels)
    }

    /// A lossless clip of a bar that moves.
    private func clip(_ name: String, frames: Int, step: Int = 4) throws -> String {
        let images = (0..<frames).map { index in
            RGBImage(
                width: 64, height: 64,
                pixels: (0..<64 * 64).flatMap { pixel -> [UInt8] in
                    abs(pixel % 64 - 8 - step * index) < 6 ? [240, 30, 30] : [20, 60, 20]
                })
        }
        let path = folder.appendingPathComponent(name + ".mkv").path
        try VideoWriter.write(images, to: path, frameRate: FrameRate(8))
        return path
    }

    @Test func everyLayoutGivesAVideoAndAnIdentityOfItsOwn() throws {
        let move = try PerspectiveMove("0,0>10,4 64,0>64,0 64,64>64,64 0,64>10,60")
        let bar = try clip("bar", frames: 4)
        let layouts: [LayoutSource] = [
            .still, .camera(.panLeft), .camera(.panRight), .camera(.zoomIn), .camera(.zoomOut),
            .camera(.perspective(move)), .video(LayoutVideo(path: bar)),
            .video(LayoutVideo(path: bar, replacesFirstFrame: true)),
        ]
        #expect(try Set(layouts.map { try bytes($0) }).count == layouts.count)
        #expect(try Set(layouts.map { try generator($0).identity }).count == layouts.count)
        let isRepeatable = try bytes(.camera(.zoomIn)) == bytes(.camera(.zoomIn))
        #expect(isRepeatable)
    }

    @Test func aLayoutIsNamedByItsPicturesNotByItsPath() throws {
        let first = try generator(.video(LayoutVideo(path: try clip("one", frames: 4))))
        let copy = try generator(.video(LayoutVideo(path: try clip("two", frames: 4))))
        let other = try generator(.video(LayoutVideo(path: try clip("three", frames: 4, step: 7))))
        #expect(first.identity == copy.identity && first.settings == copy.settings)
        #expect(first.identity != other.identity)
        #expect(first.identity.settings["layout_video"]?.hasPrefix("sha256:") == true)
    }

    @Test(arguments: [3, 5, 40])
    func aLayoutOfAnotherLengthIsRefused(frames: Int) throws {
        let path = try clip("short", frames: frames)
        let error = #expect(throws: GeneratorError.self) { try generator(.video(LayoutVideo(path: path))) }
        let text = try #require(error).description
        #expect(text.hasPrefix("layout video \(path): expected 4 frames, as many as the video, found "))
        #expect(text.contains(frames > 4 ? "more than 4" : "found 3"))
    }

    @Test func absentLayoutsAreNamed() throws {
        let error = #expect(throws: MediaError.self) {
            try generator(.video(LayoutVideo(path: "/no/file.mp4")))
        }
        #expect("\(try #require(error))".contains("/no/file.mp4"))
    }

    /// With a camera and with a layout in the image's place, the layout's first frame is the video's.
    @Test func theLayoutsFirstFrameConditionsTheVideo() throws {
        let bar = try clip("bar", frames: 4)
        let other = RGBImage(width: 8, height: 8, pixels: [UInt8](repeating: 200, count: 192))
        let replaced = LayoutSource.video(LayoutVideo(path: bar, replacesFirstFrame: true))
        let ignoresImage = try bytes(replaced) == bytes(replaced, image: other)
        #expect(ignoresImage)
        let guiding = LayoutSource.video(LayoutVideo(path: bar))
        let seesImage = try bytes(guiding) != bytes(guiding, image: other)
        #expect(seesImage)
    }

    @Test func layoutsCanBeLookedAt() throws {
        let format = settings().format
        #expect(LayoutSource.still.images(for: GeneratorTests.firstFrame, format: format) == nil)
        let images = try #require(
            LayoutSource.camera(.zoomIn).images(for: GeneratorTests.firstFrame, format: format))
        #expect(images.count == 4 && images.allSatisfy { $0.width == 64 && $0.height == 64 })
        let bar = try clip("bar", frames: 4)
        let read = try generator(.video(LayoutVideo(path: bar))).settings.layout
        let isTheClip =
            try read.images(for: GeneratorTests.firstFrame, format: format) == MediaDecoder().frames(at: bar)
        #expect(isTheClip)
    }

    @Test func layoutsSurviveJSON() throws {
        let move = try PerspectiveMove("0,0>10,4 64,0>64,0 64,64>64,64 0,64>10,60")
        let layouts: [LayoutSource] = [
            .still, .camera(.zoomOut), .camera(.perspective(move)), .video(LayoutVideo(path: "a b.mkv")),
        ]
        for layout in layouts {
            var settings = settings(layout)
            settings.chunks = layout == .still ? 3 : 1
            settings.continuesWithFrameInit = layout != .still
            let json = try JSONEncoder().encode(settings)
            #expect(try JSONDecoder().decode(ConsistI2VSettings.self, from: json) == settings)
        }
    }

    @Test func plainVideosKeepTheirIdentity() throws {
        let summary = settings().summary
        #expect(
            !summary.keys.contains { $0.contains("layout") || $0.contains("chunk") || $0.contains("camera") })
    }
}
