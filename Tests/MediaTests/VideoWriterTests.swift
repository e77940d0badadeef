import Foundation
import Media
import Testing

@Suite struct VideoWriterTests {
    @Test(arguments: [(48, 32), (33, 17), (16, 16), (400, 16), (1, 1), (500, 2), (15, 400)])
    func losslessFilesReturnTheSameBytes(_ size: (Int, Int)) throws {
        let folder = try TemporaryFolder()
        let frames = (0..<5).map { patterned(width: size.0, height: size.1, seed: $0) }
        for name in ["video.mkv", "frames"] {
            let path = folder.file(name)
            try VideoWriter.write(frames, to: path, frameRate: FrameRate(30000, 1001))
            #expect(try MediaDecoder().frames(at: path) == frames, "\(name) \(size)")
        }
        #expect(
            try VideoReader(path: folder.file("video.mkv")).properties.frameRate == FrameRate(30000, 1001))
        #expect(try folder.contents == ["frames", "video.mkv"])
    }

    @Test func h264IsCloseTaggedAndDeterministic() throws {
        let folder = try TemporaryFolder()
        let frames = try MediaDecoder().frames(at: fixture("clip05.mp4"))
        for name in ["one.mp4", "two.mp4"] {
            try VideoWriter.write(frames, to: folder.file(name), frameRate: FrameRate(8))
        }
        #expect(try bytes(ofFile: folder.file("one.mp4")) == bytes(ofFile: folder.file("two.mp4")))
        let reader = try VideoReader(path: folder.file("one.mp4"))
        #expect(reader.properties.frameRate == FrameRate(8))
        #expect(reader.properties.duration == 2)
        #expect(reader.properties.codec == "h264")
        for (index, frame) in frames.enumerated() {
            let back = try #require(try reader.nextFrame())
            #expect(back.seconds == Double(index) / 8)
            #expect(meanDifference(frame, back.image) < 2.5)
        }
        #expect(try reader.next() == nil)
    }

    @Test(arguments: [(2, 2), (16, 2), (2, 64), (640, 360)])
    func h264TakesEvenSizes(_ size: (Int, Int)) throws {
        let folder = try TemporaryFolder()
        let frames = (0..<3).map { gradient(width: size.0, height: size.1, seed: $0) }
        try VideoWriter.write(frames, to: folder.file("a.mp4"), frameRate: FrameRate(24000, 1001))
        let back = try MediaDecoder().frames(at: folder.file("a.mp4"))
        #expect(
            back.map(\.width) == [size.0, size.0, size.0] && back.map(\.height) == [size.1, size.1, size.1])
    }

    /// A colour without detail survives 4:2:0 within rounding.
    @Test(arguments: [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (37, 150, 190)])
    func h264KeepsFlatColours(_ colour: (Int, Int, Int)) throws {
        let folder = try TemporaryFolder()
        let bytes = [colour.0, colour.1, colour.2].map { UInt8($0) }
        let frame = RGBImage(
            width: 32, height: 32, pixels: (0..<32 * 32).flatMap { _ in bytes })
        try VideoWriter.write([frame, frame], to: folder.file("a.mp4"), frameRate: FrameRate(8))
        for back in try MediaDecoder().frames(at: folder.file("a.mp4")) {
            let worst = zip(back.pixels, frame.pixels).map { abs(Int($0) - Int($1)) }.max()!
            #expect(worst <= 3)
        }
    }

    @Test func qualityDecidesTheSize() throws {
        let folder = try TemporaryFolder()
        let frames = (0..<4).map { patterned(width: 64, height: 64, seed: $0) }
        for (name, quality) in [("good.mp4", 5.0), ("poor.mp4", 40.0)] {
            try VideoWriter.write(
                frames, to: folder.file(name), frameRate: FrameRate(8), encoding: .h264(quality: quality))
        }
        let sizes = try ["good.mp4", "poor.mp4"].map { try bytes(ofFile: folder.file($0)).count }
        #expect(sizes[0] > 3 * sizes[1])
    }

    @Test func oddSizesAreRefusedForH264() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: MediaError.self) {
            try VideoWriter.write(
                [patterned(width: 33, height: 16)], to: folder.file("odd.mp4"), frameRate: FrameRate(8))
        }
        #expect(error?.description.contains("33×16") == true && error?.description.contains(".mkv") == true)
        #expect(try folder.contents.isEmpty)
    }

    @Test func anUnfinishedVideoLeavesNothing() throws {
        let folder = try TemporaryFolder()
        for name in ["video.mp4", "video.mkv", "frames"] {
            let writer = try VideoWriter(
                path: folder.file(name), width: 16, height: 16, frameRate: FrameRate(8))
            try writer.append(patterned(width: 16, height: 16))
        }
        #expect(try folder.contents.isEmpty)
    }

    @Test(arguments: ["video.mp4", "video.mkv", "image.png"])
    func aFullDiskIsReportedAndLeavesNothing(_ name: String) throws {
        let folder = try TemporaryFolder()
        // The partial file's name leads to a device that is always full.
        let partial = folder.file(".\(name).partial-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createSymbolicLink(atPath: partial, withDestinationPath: "/dev/full")
        let error = #expect(throws: MediaError.self) {
            let frames = (0..<40).map { patterned(width: 128, height: 128, seed: $0) }
            if name.hasSuffix("png") {
                try PNGWriter.write(frames[0], to: folder.file(name))
            } else {
                try VideoWriter.write(frames, to: folder.file(name), frameRate: FrameRate(8))
            }
        }
        #expect(
            error?.description.lowercased().contains("no space left") == true, "\(error?.description ?? "")")
        #expect(error?.exitCode == 1)
        #expect(try folder.contents.isEmpty)
    }

    @Test(arguments: ["no/such/folder/video.mp4", "no/such/folder/frames", "no/such/folder/video.mkv"])
    func aMissingFolderIsNamed(_ name: String) throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: MediaError.self) {
            try VideoWriter.write(
                [patterned(width: 16, height: 16)], to: folder.file(name), frameRate: FrameRate(8))
        }
        #expect(error?.description.contains("no/such/folder") == true)
    }

    @Test func aFolderWithContentIsNotReplaced() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("frames"), withIntermediateDirectories: false)
        _ = try folder.write([1], to: "frames/mine.txt")
        let error = #expect(throws: MediaError.self) {
            try VideoWriter(path: folder.file("frames"), width: 8, height: 8, frameRate: FrameRate(8))
        }
        #expect(error?.description.contains("not empty") == true)
        #expect(try folder.contents == ["frames"])
    }

    @Test func anUnknownExtensionAndAnEmptyVideoAreRefused() throws {
        let folder = try TemporaryFolder()
        let frame = patterned(width: 8, height: 8)
        #expect(throws: MediaError.self) {
            try VideoWriter.write([frame], to: folder.file("video.xyz"), frameRate: FrameRate(8))
        }
        #expect(throws: MediaError.self) {
            try VideoWriter.write([], to: folder.file("video.mp4"), frameRate: FrameRate(8))
        }
        let writer = try VideoWriter(path: folder.file("a.mp4"), width: 8, height: 8, frameRate: FrameRate(8))
        #expect(throws: MediaError.self) { try writer.finish() }
    }

    @Test(arguments: ["mp4", "mkv"]) func commentsAreKeptInTheContainer(format: String) throws {
        let folder = try TemporaryFolder()
        let frames = [RGBImage](
            repeating: RGBImage(width: 16, height: 16, pixels: [UInt8](repeating: 80, count: 768)), count: 3)
        for comment in [nil, "Made with synthetic weights."] {
            let path = folder.file("\(comment == nil ? "plain" : "labelled").\(format)")
            try VideoWriter.write(frames, to: path, frameRate: FrameRate(8), comment: comment)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect((bytes.range(of: Data("Made with synthetic weights.".utf8)) != nil) == (comment != nil))
            #expect(try MediaDecoder().frames(at: path).count == 3)
        }
    }
}
