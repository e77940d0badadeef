import CKernels
import Foundation
import Hashing
import Media
import Networks
import Tensor

/// A few results that are known to the last digit, computed on this machine: what to look at first when numbers
/// differ from somebody else's.
public struct SelfTest: Sendable {
    /// One comparison.
    public struct Finding: Sendable, Hashable, Codable {
        public var name: String
        /// What was found instead; nil when all is well.
        public var problem: String?
    }

    public init() {}

    /// Runs every comparison; none of them throws.
    public func run() -> [Finding] {
        [
            finding("SHA-256", Self.hash), finding("random numbers", Self.random),
            finding("matrix product", Self.product), finding("image resize", Self.resize),
            finding("tokenizer", Self.tokens), finding("lossless video", Self.video),
        ]
    }

    private func finding(_ name: String, _ check: () throws -> String?) -> Finding {
        do {
            return Finding(name: name, problem: try check())
        } catch {
            return Finding(name: name, problem: "\(error)")
        }
    }

    private static func difference<Value: Equatable>(_ expected: Value, _ found: Value) -> String? {
        expected == found ? nil : "expected \(expected), found \(found)"
    }

    /// FIPS 180-2, appendix B.1.
    private static func hash() -> String? {
        difference(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SHA256.hex(of: "abc".utf8))
    }

    /// `torch.manual_seed(7); torch.randn(3)` and the first numbers of `torch.randn(16)`.
    private static func random() throws -> String? {
        var few = TorchNormalSource(seed: 7)
        var many = TorchNormalSource(seed: 7)
        let found = few.normals(3) + many.normals(16).prefix(4)
        let expected: [Float] = [
            -0.146795094, 0.786141276, 0.94682163, -0.82013452, 0.395631164, 0.898908496, -1.38840389,
        ]
        let worst = zip(expected, found).map { abs($0 - $1) }.max() ?? 0
        return worst < 5e-6 ? nil : "expected \(expected), found \(found)"
    }

    /// The packed kernels of every tier against sums in double precision.
    private static func product() -> String? {
        let (rows, columns, depth) = (37, 45, 131)
        let left = Tensor([rows, depth], (0..<rows * depth).map { Float(($0 * 29) % 101) / 101 - 0.5 })
        let right = Tensor(
            [columns, depth], (0..<columns * depth).map { Float(($0 * 31) % 103) / 103 - 0.5 })
        let (a, b) = (left.values, right.values)
        for tier in KernelTier.allCases where tier <= .best {
            var compute = Compute.current
            (compute.tier, compute.precision) = (tier, .float32)
            let found = Compute.$current.withValue(compute) { Linear(weight: right, bias: nil)(left).values }
            for index in found.indices {
                let (row, column) = (index / columns, index % columns)
                let sum = (0..<depth).reduce(0.0) {
                    $0 + Double(a[row * depth + $1]) * Double(b[column * depth + $1])
                }
                if abs(sum - Double(found[index])) > 1e-4 {
                    return "\(tier): expected \(sum) at row \(row), column \(column), found \(found[index])"
                }
            }
        }
        return nil
    }

    /// Pillow's `Image.resize((3, 2), BICUBIC)` of a 5×4 pattern.
    private static func resize() -> String? {
        let image = RGBImage(
            width: 5, height: 4, pixels: (0..<60).map { UInt8(truncatingIfNeeded: $0 * $0 * 7 + $0 * 13) })
        let expected: [UInt8] = [
            121, 154, 167, 108, 131, 153, 148, 121, 118, 121, 115, 177, 124, 108, 125, 140, 198, 68,
        ]
        return difference(expected, Resize.pilBicubic(image, width: 3, height: 2).pixels)
    }

    /// Ids of the CLIP package.
    private static func tokens() throws -> String? {
        let expected: [Int32] = [49406, 320, 1125, 539, 320, 2368, 49407, 0]
        return difference(expected, Array(try CLIPTokenizer().tokens("a photo of a cat").prefix(8)))
    }

    /// Frames come back from an FFV1 file as they went in.
    private static func video() throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "i2vbench-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let frames = (0..<3).map { frame in
            RGBImage(
                width: 32, height: 24,
                pixels: (0..<2304).map { UInt8(truncatingIfNeeded: $0 * 5 + frame * 77) })
        }
        let path = folder.appendingPathComponent("check.mkv").path
        try VideoWriter.write(frames, to: path, frameRate: FrameRate(8), encoding: .ffv1)
        return try MediaDecoder().frames(at: path) == frames ? nil : "the frames differ from those written"
    }
}
