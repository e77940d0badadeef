import Foundation
import Hashing
import Media

/// A file in this target's fixture folder.
func fixture(_ name: String) -> String {
    Bundle.module.resourceURL!.appendingPathComponent("Fixtures/\(name)").path
}

/// A folder of its own for a test, removed when the test lets go of it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("media tests \(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

func bytes(ofFile path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }

func sha256(_ image: RGBImage) -> String { SHA256.hex(of: image.pixels) }

/// An image without symmetry or flat areas, different for every seed.
func patterned(width: Int, height: Int, seed: Int = 0) -> RGBImage {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for channel in 0..<3 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let noise = Int(state >> 60)
                pixels.append(UInt8((x * (3 + channel) + y * (7 - channel) + seed * 11 + noise) % 256))
            }
        }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
}

/// The mean absolute difference of two images of one size, in steps of 1/255.
func meanDifference(_ left: RGBImage, _ right: RGBImage) -> Double {
    let sum = zip(left.pixels, right.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(left.pixels.count)
}
