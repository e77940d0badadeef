import Generators
import Media
import Tensor
import TestSupport
import Testing

@Suite struct CameraMotionTests {
    @Test(
        .enabled(if: SharedParity.isAvailable),
        arguments: [
            ("pan_left", CameraMotion.panLeft, 20), ("pan_right", .panRight, 20), ("zoom_in", .zoomIn, 16),
            ("zoom_out_intended", .zoomOut, 16),
        ])
    func layoutsMatchReference(tag: String, motion: CameraMotion, width: Int) throws {
        let image = unit("preprocess/layout", [1, 3, 32, 48]).channelsLast.reshaped([32, 48, 3])
        let frames = motion.frames(over: image, count: 6, width: width).channelsFirst
        let closeness = Closeness(
            tag, frames, try GoldenFile(shared: "preprocess.safetensors").tensor("\(tag).out"),
            tolerance: tag.hasPrefix("pan") ? 0 : 1e-5)
        #expect(closeness.holds, "\(closeness)")
        print(closeness)
    }

    /// An image whose pixels say which column they are in.
    private func columns(width: Int, height: Int) -> RGBImage {
        let row = (0..<width).flatMap { [UInt8]([UInt8($0), UInt8(255 - $0), 7]) }
        return RGBImage(width: width, height: height, pixels: (0..<height).flatMap { _ in row })
    }

    @Test func panSlidesAndStopsShortOfTheEnd() throws {
        let image = columns(width: 32, height: 16)
        func firstColumns(_ motion: CameraMotion) -> [Int] {
            let layout = motion.layout(of: image, frames: 4, width: 16, height: 16)
            #expect(layout.shape == [4, 16, 16, 3])
            return (0..<4).map { Int(((layout[$0..<$0 + 1].values[0] + 1) / 2 * 255).rounded()) }
        }
        #expect(firstColumns(.panRight) == [0, 4, 8, 12])
        #expect(firstColumns(.panLeft) == [16, 12, 8, 4])
    }

    @Test func zoomOutIsZoomInBackwardsButForItsEnds() {
        let image = columns(width: 64, height: 48)
        let inward = CameraMotion.zoomIn.layout(of: image, frames: 5, width: 16, height: 16)
        let outward = CameraMotion.zoomOut.layout(of: image, frames: 5, width: 16, height: 16)
        // The largest square is the whole short side, the smallest two thirds of it; each motion ends one step early.
        #expect(inward[0..<1].values != outward[4..<5].values)
        #expect(spread(inward[0..<1]) > spread(inward[4..<5]))
        #expect(spread(outward[0..<1]) < spread(outward[4..<5]))
    }

    private func spread(_ frame: Tensor) -> Float {
        let reds = stride(from: 0, to: frame.count, by: 3).map { frame.values[$0] }
        return (reds.max() ?? 0) - (reds.min() ?? 0)
    }

    @Test func motionsBringTheirOwnFrameInit() {
        for motion in [CameraMotion.panLeft, .panRight, .zoomIn, .zoomOut] {
            #expect(motion.frameInit.timestep == 750)
            #expect(motion.frameInit.filter.spatialStop == 0.5 && motion.frameInit.filter.temporalStop == 0.5)
        }
    }

    /// What the settings refuse, by the error's beginning and by a part of what it says to do.
    @Test func impossibleMotionsAreExplained() throws {
        let schedule = try DDIMSchedule()
        func problem(_ change: (inout ConsistI2VSettings) -> Void) throws -> String {
            var settings = ConsistI2VSettings(preset: .demo)
            change(&settings)
            let error = #expect(throws: GeneratorError.self) {
                _ = try ConsistI2VGenerator(model: GeneratorTests.model.get(), settings: settings)
            }
            return error.map { "\($0)" } ?? ""
        }
        #expect(ConsistI2VSettings(preset: .demo).firstFrameCheck == nil)
        let zoom = try problem { ($0.layout, $0.width) = (.camera(.zoomIn), 80) }
        #expect(
            zoom == "camera zoom_in: expected a video as high as it is wide, found 80×64. "
                + "Set --width and --height to the same number.")
        #expect(try problem { ($0.layout, $0.chunks) = (.camera(.panLeft), 2) }.contains("guides one chunk"))
        #expect(try problem { $0.chunks = 0 }.hasPrefix("chunks: expected 1 to 1000, found 0."))
        var pan = ConsistI2VSettings(preset: .demo)
        pan.layout = .camera(.panRight)
        try pan.validate(schedule: schedule)
        let check = try #require(pan.firstFrameCheck)
        try check(65, 64)
        for (width, height) in [(64, 64), (64, 100), (1, 1), (3, 4)] {
            let error = #expect(throws: GeneratorError.self) { try check(width, height) }
            #expect(try #require(error).description.contains("no room to pan"))
        }
    }

    @Test func generatorRefusesASquareImageBeforeItLoads() throws {
        var settings = ConsistI2VSettings(preset: .demo)
        settings.layout = .camera(.panRight)
        let model = try ConsistI2VModel.synthetic(.full)
        (settings.width, settings.height) = (64, 64)
        let generator = try ConsistI2VGenerator(model: model, settings: settings)
        let square = RGBImage(width: 8, height: 8, pixels: [UInt8](repeating: 0, count: 192))
        #expect(throws: GeneratorError.self) {
            try generator.generate(GenerationRequest(firstFrame: square, prompt: "", seed: 0)) { _, _ in }
        }
    }
}
