import Foundation
import Media
import Testing

@Suite struct ImageReadingTests {
    let decoder = MediaDecoder()

    @Test(arguments: [
        "rgb.png", "alpha.png", "interlaced.png", "rgb16.png", "rgb.bmp", "rgb.tiff", "lossless.webp",
        "lossless-alpha.webp",
    ])
    func losslessImagesGiveTheirBytes(_ name: String) throws {
        let reader = try VideoReader(path: fixture(name))
        #expect(reader.properties.frameRate == nil && reader.properties.duration == nil)
        #expect(reader.properties.declaredFrames == 1)
        let frame = try #require(try reader.nextFrame())
        #expect(frame.image == gradient(width: 19, height: 13))
        #expect(frame.seconds == nil)
        #expect(try reader.next() == nil)
    }

    @Test(arguments: ["grey.png", "grey-alpha.png", "grey16.png"])
    func greyIsReplicated(_ name: String) throws {
        #expect(try decoder.image(at: fixture(name)) == gradient(width: 19, height: 13).redAsGrey)
    }

    @Test(arguments: ["palette.png", "palette-4bit.png"]) func palettesAreLookedUp(_ name: String) throws {
        let image = try decoder.image(at: fixture(name))
        for (x, y) in [(0, 0), (3, 5), (18, 12)] {
            let entry = (x + y) % 16
            let start = (y * 19 + x) * 3
            #expect(
                Array(image.pixels[start..<start + 3])
                    == [entry * 16, 255 - entry * 9, entry * entry].map { UInt8($0) })
        }
    }

    @Test func oneBitImagesSpanTheRange() throws {
        let image = try decoder.image(at: fixture("one-bit.png"))
        for (x, y) in [(0, 0), (1, 0), (0, 1), (18, 12), (17, 12)] {
            #expect(image.pixels[(y * 19 + x) * 3] == ((x + y) % 2 == 0 ? 0 : 255))
        }
    }

    @Test func lossyWebPIsClose() throws {
        let image = try decoder.image(at: fixture("lossy.webp"))
        #expect((image.width, image.height) == (64, 48))
        let back = Resize.pilBicubic(image, width: 19, height: 13)
        let expected = Resize.pilBicubic(
            Resize.pilBicubic(gradient(width: 19, height: 13), width: 64, height: 48), width: 19, height: 13)
        #expect(meanDifference(back, expected) < 6)
    }

    /// SHA-256 of the RGB bytes that Pillow shows.
    @Test(arguments: [
        ("odd.jpg", 37, 27, "3f2dd62e7d0b4192dd9d1b4b9b05f744e251acaccd963ef89006cd359b11028d"),
        ("progressive.jpg", 37, 27, "91915f7d2b2c04a96efee857599ca361877765e26f27e038258636e089823e62"),
        ("grey.jpg", 37, 27, "2bfbe9fbf704b7187c7c90ac45fda981c559c07f729f21d32c2b8ed50f7925d5"),
        ("cmyk.jpg", 37, 27, "4c16c1730a37427c70832c457e63c05a59d1059a5387cae0d4f54c22a21b02ce"),
        // Its EXIF block asks for a quarter turn, which Pillow's convert("RGB") does not apply either.
        ("turned.jpg", 37, 27, "3f2dd62e7d0b4192dd9d1b4b9b05f744e251acaccd963ef89006cd359b11028d"),
        ("one.jpg", 1, 1, "e850e8dee292beeaf2c81d10985825dff13bb57786964eee183fc68a522810d3"),
        ("wide.jpg", 20000, 3, "272b47b9c45dd5edbda7f0b51a85173928e6a8c93f167e4bed64694f84b7c256"),
    ])
    func jpegEqualsPillow(_ name: String, _ width: Int, _ height: Int, _ hash: String) throws {
        let image = try decoder.image(at: fixture(name))
        #expect((image.width, image.height) == (width, height))
        #expect(sha256(image) == hash)
    }

    @Test(arguments: [(1, 1), (20000, 3), (3, 20000), (255, 257)])
    func writtenPNGsReadBack(_ size: (Int, Int)) throws {
        let folder = try TemporaryFolder()
        let image = patterned(width: size.0, height: size.1)
        try PNGWriter.write(image, to: folder.file("image.png"))
        #expect(try decoder.image(at: folder.file("image.png")) == image)
        #expect(try folder.contents == ["image.png"])
    }

    @Test func theNameDoesNotDecide() throws {
        let folder = try TemporaryFolder()
        for (source, name) in [
            ("rgb.png", "image.mp4"), ("rgb.bmp", "image.jpg"), ("rgb.png", "frame_%03d.png"),
        ] {
            let path = try folder.write(bytes(ofFile: fixture(source)), to: name)
            #expect(try decoder.image(at: path) == gradient(width: 19, height: 13))
        }
    }
}
