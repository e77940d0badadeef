import Media
import Tensor
import Testing

/// Frames in another size against what decord 0.6.0 delivers for a width and a height, byte for byte.
@Suite struct PlaneScalingTests {
    private func first(_ name: String, width: Int = 384, height: Int = 384) throws -> String {
        sha256(try MediaDecoder().image(at: fixture(name)).scaledByFFmpeg(width: width, height: height))
    }

    /// H.264 with every matrix and range, MPEG-4, VP9 of odd size, other subsamplings and depths.
    @Test(arguments: [
        ("clip05.mp4", "3ebf4ed484c94468abd6f450a3030cdfe77ee27c7401aa1568583495f524427a"),
        ("bt709.mp4", "898065bb86ba4ee2bd09652f3e1465d1b21dcec27cb07dd17d2c04b492249ab3"),
        ("bt709-full.mp4", "3e471addbabc63539dd7ab013e761c33392bb86b9023683d576704f38f1682dc"),
        ("bt601-full.mp4", "4ad924232d68b63e054752cac9470e3db64da90022b946e34fd4d4ef651d02e0"),
        ("mpeg4.avi", "2253cc9123670e7ad6dce8a38c9ec6e28e74db1bf68afbd8632b28231223229c"),
        ("odd.webm", "7dc4d3788d90339017665e84a13ff4872e197fbf8696b790df5b49ad6d677b19"),
        ("red-yuv444p.mkv", "0dbb69f6ebe5ee0627f860f4440bf5440ce1fca156ab00a81d08cf5b6ad0653b"),
        ("red-yuv422p10le.mkv", "b3bebf720ff46d39181343ee9b955841fcfe7daa91e32abeaff79892b890532a"),
    ]) func videoIsScaledFromItsPlanes(_ name: String, _ hash: String) throws {
        #expect(try first(name) == hash)
    }

    @Test func everyFrameAndSize() throws {
        let frames = try MediaDecoder().frames(at: fixture("clip05.mp4"))
        #expect(
            sha256(frames[15].scaledByFFmpeg(width: 384, height: 384))
                == "304655160c8d454db39c320dc0887c112eb173db56030c1631200414f5f80766")
        #expect(
            sha256(frames[0].scaledByFFmpeg(width: 97, height: 131))
                == "20988d8d41c17142145345ae580f59b1a3126bbd6cee2702637902b80ef65afd")
        #expect(
            sha256(frames[0].scaledByFFmpeg(width: 100, height: 60))
                == "5e98d676e5fd5ca0e07bc9962814ce0a9ce1c59af13c7ea1bf8b08e5a07c10db")
        #expect(frames[0].scaledByFFmpeg(width: 256, height: 256) == frames[0])
    }

    /// The planes are turned before they are scaled.
    @Test(arguments: [
        ("turned-90.mp4", "ee8d4a1cd912f22b98a5ce6aa5e9e2923cb66e3187568eada4fa42351c37441c"),
        ("turned-180.mp4", "66e70d34c31a963ab460aa6ec4cd1efc436f53075583f019aae5fc79a312b8ae"),
        ("turned-270.mp4", "40e8188ef2495de1cb254bae7c0bf20d5de34a64f631b6ef9a79cd2a4c0d8cd8"),
    ]) func turnedVideo(_ name: String, _ hash: String) throws {
        #expect(try first(name) == hash)
    }

    @Test func turnedVideoOfAnotherShape() throws {
        #expect(
            try first("turned-90.mp4", width: 100, height: 60)
                == "93af253723d7e6842de20c632b5df52027b380607cb117baa4efc85c7e15f33e")
    }

    /// libswscale itself (its versions 6 and 9 agree) on the bytes that Pillow and numpy read.
    @Test(arguments: [
        ("rgb.png", "ad2b0d3b35cc6d0b67eb491beb1f47b894b9973ab578cad3abaaab12aeb60f27"),
        ("three.gif", "02ad698463e001c3ed479e29143d2be9e1d2fe816b8bb3f43a19448e27b561b7"),
        ("frames.npy", "9dfe3bd85a7447f5555626563b228d4bdd8a9d450137bfaa51483e8d0d322a0b"),
        ("clip05.jpg", "fdeee0747c8dcac808436b5bf00379462bc41b22bb60934764404cf6e23e2907"),
    ]) func sourcesWithoutPlanesAreScaledFromRGB(_ name: String, _ hash: String) throws {
        #expect(try first(name) == hash)
    }

    /// Bytes that were changed, cut or copied have no planes any more.
    @Test func changedImagesAreScaledFromTheirBytes() throws {
        let frame = try MediaDecoder().image(at: fixture("clip05.mp4"))
        let copy = RGBImage(width: frame.width, height: frame.height, pixels: frame.pixels)
        #expect(copy == frame && copy.hashValue == frame.hashValue)
        let scaled = copy.scaledByFFmpeg(width: 384, height: 384)
        #expect(scaled != frame.scaledByFFmpeg(width: 384, height: 384))
        #expect(meanDifference(scaled, frame.scaledByFFmpeg(width: 384, height: 384)) < 3)
        var changed = frame
        changed.pixels[0] = frame.pixels[0]
        #expect(changed.scaledByFFmpeg(width: 384, height: 384) == scaled)
        #expect(
            frame.window(x: 0, y: 0, width: 256, height: 255).scaledByFFmpeg(width: 64, height: 64)
                == copy.window(x: 0, y: 0, width: 256, height: 255).scaledByFFmpeg(width: 64, height: 64))
    }

    @Test func tag2TextTakesItsInputFromThePlanes() throws {
        let frame = try MediaDecoder().image(at: fixture("clip05.mp4"))
        let scaled = frame.scaledByFFmpeg(width: 384, height: 384).tensor
        #expect(Preprocessing.tag2Text(frame).values == Normalization.imageNet(scaled).values)
    }
}
