import Foundation
import Media
import Testing

/// What is no video, or not a whole one, is refused by name; nothing passes as shorter than it is.
@Suite struct BadInputTests {
    /// Decodes everything; the error's text must hold `parts` and the path.
    @discardableResult
    func expectError(_ path: String, _ parts: String..., exitCode: Int32 = 65) -> MediaError? {
        let error = #expect(throws: MediaError.self) { _ = try MediaDecoder().frames(at: path) }
        let text = error?.description ?? ""
        for part in parts + [path] { #expect(text.contains(part), "\(text)") }
        #expect(error?.exitCode == exitCode)
        #expect(!text.contains("\n"))
        return error
    }

    @Test func missingAndUnreadable() throws {
        let folder = try TemporaryFolder()
        expectError(folder.file("none.mp4"), "no such file")
        let path = try folder.write(bytes(ofFile: fixture("upright.mp4")), to: "locked.mp4")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        // Root may read everything.
        if geteuid() != 0 { expectError(path, "cannot be read", "Permission denied") }
    }

    @Test func devicesAreNotRead() throws {
        expectError("/dev/zero", "a device, pipe or socket")
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("clip.mp4"), withDestinationPath: fixture("upright.mp4"))
        #expect(try MediaDecoder().frames(at: folder.file("clip.mp4")).count == 6)
    }

    @Test(arguments: [
        "Not a video at all.\n", "", "#EXTM3U\n#EXTINF:1,\nhttp://localhost/a.ts\n",
        "ffconcat version 1.0\nfile 'upright.mp4'\n", "\u{1B}[31mred\u{1B}[0m text\n",
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\n",
    ])
    func textNamedMP4(_ text: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(text.utf8, to: "text.mp4")
        expectError(path, "expected a video", text.isEmpty ? "an empty file" : "found")
    }

    @Test func noise() throws {
        let folder = try TemporaryFolder()
        let noise = patterned(width: 41, height: 41, seed: 3).pixels
        let path = try folder.write([0x01, 0x02] + noise, to: "noise.mp4")
        #expect(throws: MediaError.self) { _ = try MediaDecoder().frames(at: path) }
    }

    @Test(arguments: [0.1, 0.3, 0.5, 0.75, 0.9, 0.999])
    func mp4CutAnywhere(_ fraction: Double) throws {
        let folder = try TemporaryFolder()
        for name in ["clip05.mp4", "upright.mp4", "index-first.mp4"] {
            let whole = try bytes(ofFile: fixture(name))
            let path = try folder.write(whole.prefix(Int(Double(whole.count) * fraction)), to: name)
            expectError(path, "broke off")
        }
    }

    @Test(arguments: [0.3, 0.6, 0.9])
    func matroskaAndAVICutAnywhere(_ fraction: Double) throws {
        let folder = try TemporaryFolder()
        let frames = (0..<8).map { patterned(width: 48, height: 32, seed: $0) }
        try VideoWriter.write(frames, to: folder.file("whole.mkv"), frameRate: FrameRate(8))
        for (source, name) in [
            (folder.file("whole.mkv"), "cut.mkv"), (fixture("mpeg4.avi"), "cut.avi"),
            (fixture("three.gif"), "cut.gif"), (fixture("odd.webm"), "cut.webm"),
        ] {
            let whole = try bytes(ofFile: source)
            let path = try folder.write(whole.prefix(Int(Double(whole.count) * fraction)), to: name)
            #expect(throws: MediaError.self, "\(name) \(fraction)") {
                _ = try MediaDecoder().frames(at: path)
            }
        }
    }

    @Test(arguments: [
        "rgb.png", "rgb16.png", "rgb.bmp", "rgb.tiff", "odd.jpg", "progressive.jpg", "lossless.webp",
        "frames.npy", "stored.npz", "deflated.npz",
    ])
    func imagesAndArraysCutInHalf(_ name: String) throws {
        let folder = try TemporaryFolder()
        let whole = try bytes(ofFile: fixture(name))
        for fraction in [0.3, 0.6, 0.8] {
            let path = try folder.write(whole.prefix(Int(Double(whole.count) * fraction)), to: name)
            #expect(throws: MediaError.self, "\(name) \(fraction)") {
                _ = try MediaDecoder().frames(at: path)
            }
        }
    }

    @Test func theFrameWhereDecodingStoppedIsNamed() throws {
        let folder = try TemporaryFolder()
        let whole = try bytes(ofFile: fixture("frames.npy"))
        let path = try folder.write(whole.dropLast(10), to: "cut.npy")
        expectError(path, "after 2 frames")
    }

    @Test func damageInTheMiddle() throws {
        let folder = try TemporaryFolder()
        var clip = try bytes(ofFile: fixture("clip05.mp4"))
        for index in clip.count / 2..<clip.count / 2 + 30000 { clip[index] = 0 }
        expectError(try folder.write(clip, to: "damaged.mp4"), "broke off")
        let frames = (0..<8).map { patterned(width: 48, height: 32, seed: $0) }
        try VideoWriter.write(frames, to: folder.file("whole.mkv"), frameRate: FrameRate(8))
        var lossless = try bytes(ofFile: folder.file("whole.mkv"))
        lossless[lossless.count / 2] ^= 0x10
        expectError(try folder.write(lossless, to: "flipped.mkv"), "broke off")
    }

    /// H.264 carries no checksums, so a flipped bit may decode; but it must not cost a frame in silence.
    @Test(arguments: 0..<12) func flippedBitsNeverShortenAVideo(_ seed: Int) throws {
        let folder = try TemporaryFolder()
        var clip = try bytes(ofFile: fixture("clip05.mp4"))
        for index in 0..<3 {
            clip[1000 + (seed * 37_199 + index * 90_001) % 430_000] ^= UInt8(1 << (seed % 8))
        }
        let path = try folder.write(clip, to: "flipped.mp4")
        do {
            #expect(try MediaDecoder().frames(at: path).count == 16)
        } catch let error as MediaError {
            #expect(error.description.contains(path))
        }
    }

    /// Whatever a byte is changed to, the answer is frames or an error of this module.
    @Test(arguments: [
        "frames.npy", "stored.npz", "deflated.npz", "rgb.png", "three.gif", "odd.jpg", "upright.mp4",
        "turned-90.mp4",
        "mpeg4.avi", "rgb.tiff",
    ])
    func changedBytes(_ name: String) throws {
        let folder = try TemporaryFolder()
        let whole = try bytes(ofFile: fixture(name))
        for index in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
            var changed = whole
            changed[index] ^= [0xFF, 0x80, 0x01][index % 3]
            let path = try folder.write(changed, to: name)
            do {
                _ = try MediaDecoder().frames(at: path)
            } catch {
                #expect(error is MediaError, "\(name) byte \(index): \(error)")
            }
        }
    }

    @Test func filesWithoutFrames() throws {
        expectError(fixture("no-frames.mp4"))
        expectError(fixture("sound-only.mp4"), "no video stream")
        expectError(fixture("empty.npy"), "[0, 4, 6, 3]")
        let folder = try TemporaryFolder()
        expectError(folder.path, "without an image")
    }

    @Test(arguments: [
        ("float.npy", "<f4"), ("fortran.npy", "Fortran"), ("grey.npy", "[3, 4, 6]"),
        ("two.npz", "2 NumPy arrays"), ("three.webp", "three.webp"),
    ])
    func whatIsNotSupportedSaysSo(_ name: String, _ part: String) {
        expectError(fixture(name), part)
    }

    @Test func hugeDimensionsAreRefusedBeforeAllocating() throws {
        let folder = try TemporaryFolder()
        var png = try bytes(ofFile: fixture("rgb.png"))
        png.replaceSubrange(16..<24, with: [0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30])
        #expect(throws: MediaError.self) {
            _ = try MediaDecoder().frames(at: folder.write(png, to: "huge.png"))
        }
        var jpeg = try bytes(ofFile: fixture("odd.jpg"))
        let frameHeader = try #require(
            (0..<jpeg.count - 1).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frameHeader + 5..<frameHeader + 9, with: [0xFF, 0, 0xFF, 0])
        expectError(try folder.write(jpeg, to: "huge.jpg"), "65280×65280", "at most")
        let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 99999, 99999, 3), }\n"
        let array = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
        expectError(try folder.write(array, to: "huge.npy"), "99999×99999")
    }

    @Test func framesOfDifferentSize() throws {
        let folder = try TemporaryFolder()
        try PNGWriter.write(patterned(width: 8, height: 8), to: folder.file("1.png"))
        try PNGWriter.write(patterned(width: 8, height: 9), to: folder.file("2.png"))
        let error = #expect(throws: MediaError.self) { _ = try MediaDecoder().frames(at: folder.path) }
        #expect(
            error == .sizeChanges(path: folder.file("2.png"), frame: 1, expected: "8×8", found: "8×9"))
    }

    @Test func aBrokenImageInAFolderIsNamed() throws {
        let folder = try TemporaryFolder()
        try PNGWriter.write(patterned(width: 8, height: 8), to: folder.file("1.png"))
        _ = try folder.write("text".utf8, to: "2.png")
        let error = #expect(throws: MediaError.self) { _ = try MediaDecoder().frames(at: folder.path) }
        #expect(error?.description.contains("2.png") == true)
    }

    @Test func zipMembersAreChecked() throws {
        let folder = try TemporaryFolder()
        for name in ["stored.npz", "deflated.npz"] {
            var bytes = try bytes(ofFile: fixture(name))
            let directory = try #require(
                (0..<bytes.count - 4).first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
            bytes[directory + 16] ^= 1
            expectError(try folder.write(bytes, to: "checksum-\(name)"), "checksum")
            bytes.replaceSubrange(directory + 42..<directory + 46, with: [0xFF, 0xFF, 0xFF, 0x7F])
            expectError(try folder.write(bytes, to: "outside-\(name)"), "outside")
        }
    }
}
