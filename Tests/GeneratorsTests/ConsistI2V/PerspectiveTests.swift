import Foundation
import Generators
import Tensor
import Testing

@Suite struct PerspectiveTests {
    private static let corners = [(0.0, 0.0), (64, 0), (64, 48), (0, 48)].map(FramePoint.init)

    /// Colours that grow linearly over the frame: bilinear values between pixels are exact.
    private func ramp(width: Int, height: Int) -> Tensor {
        let values = (0..<height).flatMap { y in
            (0..<width).flatMap { x -> [Float] in
                [Float(x) + 0.5, Float(y) + 0.5, 3]
            }
        }
        return Tensor([height, width, 3], values)
    }

    @Test func homographyTakesPointsToPoints() throws {
        let targets = [(3.0, -2.0), (60, 5), (70, 50), (-8, 40)].map(FramePoint.init)
        let map = try #require(Homography(from: Self.corners, to: targets))
        for (source, target) in zip(Self.corners, targets) {
            let moved = map(source)
            #expect(abs(moved.x - target.x) < 1e-9 && abs(moved.y - target.y) < 1e-9)
        }
        let line = [(0.0, 0.0), (1, 1), (2, 2), (0, 5)].map(FramePoint.init)
        #expect(Homography(from: line, to: targets) == nil)
    }

    /// Every pixel of the last frame shows the place of the first that the map gives, clamped at the border.
    @Test func framesShowThePlacesTheMapGives() throws {
        let move = try PerspectiveMove("0,0>10,4 64,0>64,0 64,48>64,48 0,48>10,40")
        let image = ramp(width: 64, height: 48)
        let frames = CameraMotion.perspective(move).frames(over: image, count: 5, width: 64)
        #expect(frames.shape == [5, 48, 64, 3])
        #expect(frames[0..<1].values == image.values)
        let back = try #require(Homography(from: move.targets, to: move.sources))
        let last = frames[4..<5].values
        var worst = 0.0
        for row in 0..<48 {
            for column in 0..<64 {
                let place = back(FramePoint(x: Double(column) + 0.5, y: Double(row) + 0.5))
                let x = min(max(place.x, 0.5), 63.5)
                let y = min(max(place.y, 0.5), 47.5)
                let pixel = (row * 64 + column) * 3
                worst = max(worst, abs(Double(last[pixel]) - x), abs(Double(last[pixel + 1]) - y))
                #expect(last[pixel + 2] == 3)
            }
        }
        #expect(worst < 1e-4)
    }

    @Test func aShiftIsAShift() throws {
        let move = try PerspectiveMove("0,0>4,0 64,0>68,0 64,48>68,48 0,48>4,48")
        let frames = CameraMotion.perspective(move).frames(
            over: ramp(width: 64, height: 48), count: 2, width: 64)
        let reds = (0..<64).map { frames[1..<2].values[$0 * 3] }
        #expect(zip(reds, (0..<64).map { max(Float($0) - 3.5, 0.5) }).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func textGoesBothWays() throws {
        let text = "0,0>10,4 64,0>64.5,0 64,48>64,48 0,48>10,40"
        #expect(try PerspectiveMove(text).text == text)
        #expect(try PerspectiveMove(text.replacingOccurrences(of: " ", with: ";")).text == text)
    }

    @Test(arguments: [
        "", "0,0>1,1", "0,0>1,1 2,2>3,3 4,4>5,5 a,b>1,1", "0,0>1,1 2,2>3,3 4,4>5,5 6,6", "1 2 3 4",
        "0,0>1,1 2,2>3,3 4,4>5,5 nan,0>1,1",
    ])
    func otherTextsAreRefused(text: String) throws {
        let error = #expect(throws: GeneratorError.self) { try PerspectiveMove(text) }
        #expect(try #require(error).description.hasPrefix("points: expected four moves"))
    }

    @Test(arguments: [
        ("0,0>1,1 65,0>60,0 64,64>60,60 0,64>1,60", "inside the frame, 0,0 to 64,64, found 65,0"),
        ("0,0>1,1 64,0>60,0 64,64>60,60 0,-1>1,60", "found 0,-1"),
        ("0,0>1,1 64,0>200,0 64,64>60,60 0,64>1,60", "at most one frame outside it"),
        ("0,0>1,1 32,32>30,30 64,64>60,60 0,64>1,60", "three key points on one line"),
        ("0,0>64,0 64,0>0,0 64,64>0,64 0,64>64,64", "turn over at frame"),
        ("16,32>30,32 48,32>34,32 48,60>62,60 16,60>2,60", "a horizon inside frame"),
    ])
    func movesThatNoCameraCanFollowAreRefused(points: String, reason: String) throws {
        var settings = ConsistI2VSettings(preset: .demo)
        settings.layout = .camera(.perspective(try PerspectiveMove(points)))
        let error = #expect(throws: GeneratorError.self) {
            _ = try ConsistI2VGenerator(model: GeneratorTests.model.get(), settings: settings)
        }
        #expect(try #require(error).description.contains(reason), "\(error.map { "\($0)" } ?? "")")
    }

    @Test func pointsBelongToPerspectiveAlone() throws {
        let move = try PerspectiveMove("0,0>1,1 64,0>60,0 64,64>60,60 0,64>1,60")
        #expect(throws: GeneratorError.self) { try CameraMotion(.zoomIn, move: move) }
        #expect(throws: GeneratorError.self) { try CameraMotion(.perspective, move: nil) }
        #expect(try CameraMotion(.perspective, move: move).frameInit.timestep == 700)
    }
}
