import Benchmarks
import Foundation
import Media
import Testing

struct DemoExportTests {
    let folder: TemporaryFolder
    private let settings = SuiteProtocol(frames: 5, width: 64, height: 48, framesPerSecond: 8)

    init() throws { folder = try TemporaryFolder() }

    private func export(_ format: DemoExport.Format, flow: Bool = false, workers: Int = 2) async throws
        -> [Sample]
    {
        let export = DemoExport(
            split: .train, categories: ["fish", "houses"], firstNumber: 7, clipsPerCategory: 2,
            format: format,
            includesFlow: flow, settings: settings)
        try await export.write(to: folder.path, workers: workers)
        return try VideoSet(paths: [folder.path]).samples
    }

    private func clip(_ sample: Sample) throws -> DemoClip {
        let number = try #require(Int(sample.id.suffix(4)))
        return try #require(
            DemoClip(category: sample.category, split: .train, number: number, width: 64, height: 48))
    }

    /// The folder that comes out is a manifest suite: words and pixels are those of the clips.
    @Test(arguments: [DemoExport.Format.npz, .png])
    func losslessFormatsKeepEveryByte(format: DemoExport.Format) async throws {
        let samples = try await export(format)
        #expect(
            samples.map(\.id) == [
                "fish-train-0007", "fish-train-0008", "houses-train-0007", "houses-train-0008",
            ])
        for sample in samples {
            let clip = try clip(sample)
            #expect((sample.prompt, sample.scene) == (clip.caption, clip.scene))
            #expect((sample.objects, sample.motion) == (clip.objects, clip.motion))
            let frames = try MediaDecoder().frames(at: try #require(sample.video))
            #expect(frames == clip.frames(5), "\(sample.id)")
        }
    }

    @Test func mp4KeepsThePicture() async throws {
        for sample in try await export(.mp4) {
            let frames = try MediaDecoder().frames(at: try #require(sample.video))
            let drawn = try clip(sample).frames(5)
            try #require(frames.count == 5)
            let differences = zip(frames[4].pixels, drawn[4].pixels).map { abs(Int($0) - Int($1)) }
            #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 6)
        }
    }

    /// The values lie behind NumPy's header in the order of the shape.
    @Test func flowIsStoredAsNumpyReadsIt() async throws {
        let samples = try await export(.npz, flow: true)
        let sample = samples[2]
        let file = "\(folder.path)/flow/\(sample.category)/\(sample.id).npz"
        let archive = try Data(contentsOf: URL(fileURLWithPath: file))
        let header = try #require(
            archive.range(of: Data("'<f4', 'fortran_order': False, 'shape': (4, 48, 64, 2)".utf8)))
        let lineEnd = try #require(archive[header.upperBound...].firstIndex(of: 0x0a))
        #expect((lineEnd + 1 - (header.lowerBound - 20)) % 64 == 0)
        let values = archive[(lineEnd + 1)..<(lineEnd + 1 + 4 * 48 * 64 * 2 * 4)]
        let stored = stride(from: values.startIndex, to: values.endIndex, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(values[start + $1]) << UInt32(8 * $1) })
        }
        let clip = try clip(sample)
        #expect(stored == (0..<4).flatMap { clip.flow(from: $0).vectors })
        #expect(archive.range(of: Data("visible.npy".utf8)) != nil)
    }

    @Test func workersDoNotMatter() async throws {
        _ = try await export(.npz, flow: true, workers: 1)
        let names = ["manifest.jsonl", "fish/fish-train-0008.npz", "flow/houses/houses-train-0007.npz"]
        let one = try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)")) }
        _ = try await export(.npz, flow: true, workers: 4)
        let four = try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\($0)")) }
        #expect(one == four)
    }

    @Test func unwritableFolderIsNamed() async throws {
        let file = try folder.write("in the way", to: "file")
        let export = DemoExport(
            split: .test, categories: ["sky"], clipsPerCategory: 1, format: .npz, includesFlow: false,
            settings: settings)
        do {
            try await export.write(to: file, workers: 1)
            Issue.record("no error")
        } catch let error as MediaError {
            #expect("\(error)".contains(file) && error.exitCode == 1)
        }
    }
}
