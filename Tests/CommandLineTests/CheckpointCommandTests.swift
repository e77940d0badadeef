import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("inspect and convert")
struct CheckpointCommandTests {
    private struct Inspection: Decodable {
        struct Entry: Decodable, Equatable {
            let name: String
            let path: String
            let dtype: String
            let shape: [Int]
            let bytes: Int
        }

        let container: String
        let wrapper: String?
        let tensors: [Entry]
        let tensor_bytes: Int
    }

    /// A data-parallel state dict.
    private func parallel(in folder: ScratchFolder) throws -> String {
        let path = folder.path("parallel.safetensors")
        try SafetensorsWriter.write(
            [
                SafetensorsEntry("module.conv.weight", Tensor([1, 2], [0.5, -3])),
                SafetensorsEntry("module.steps", [7], shape: []),
            ], to: path)
        return path
    }

    @Test func inspectListsContainerWrapperAndTensors() throws {
        let folder = try ScratchFolder()
        let path = try parallel(in: folder)
        let run = try Tool.run(["inspect", path, "--json"])
        #expect(run.status == 0 && run.errors.isEmpty)
        let found = try JSONDecoder().decode(Inspection.self, from: Data(run.output.utf8))
        #expect(found.container == "safetensors" && found.wrapper == "module." && found.tensor_bytes == 16)
        #expect(
            found.tensors == [
                .init(name: "steps", path: "module.steps", dtype: "int64", shape: [], bytes: 8),
                .init(
                    name: "conv.weight", path: "module.conv.weight", dtype: "float32", shape: [1, 2], bytes: 8
                ),
            ])
        let table = try Tool.run(["inspect", path])
        #expect(table.status == 0)
        #expect(table.output.contains("conv.weight  float32  [1, 2]      8"))
        #expect(table.output.contains("2 tensors, 3 elements, 16 bytes"))
    }

    @Test func inspectShowsWhatStandsForANetworksTensors() throws {
        let folder = try ScratchFolder()
        let path = folder.path("chainer.safetensors")
        try SafetensorsWriter.write(
            [
                SafetensorsEntry("conv1a/W", Tensor([1], [1])),
                SafetensorsEntry("conv1a/b", Tensor([1], [2])),
            ], to: path)
        let run = try Tool.run(["inspect", path, "--network", "c3d_ucf101"])
        #expect(run.status == 0)
        #expect(run.output.contains("network's tensor  file's tensor\nconv1a.bias       conv1a/b"))
        let json = try Tool.run(["inspect", path, "--network", "c3d_ucf101", "--json"])
        #expect(json.output.contains(#""name" : "conv1a.weight""#), "\(json.output)")
        let own = try Tool.run(["inspect", path, "--network", "dino_vitb16"])
        #expect(own.output.contains("The file uses the network's own names."))
        #expect(try Tool.run(["inspect", path, "--network", "dyno"]).status == 64)
    }

    @Test func inspectSaysWhyAFileIsRefused() throws {
        let folder = try ScratchFolder()
        let path = folder.path("evil.pkl")
        let marker = folder.path("executed")
        try Data([0x80, 2] + Array("cos\nsystem\n(S'touch \(marker)'\ntR.".utf8)).write(
            to: URL(fileURLWithPath: path))
        let run = try Tool.run(["inspect", path])
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.errors.contains("os.system") && run.errors.contains(path))
        let json = try Tool.run(["inspect", path, "--json"])
        #expect(json.status == 65 && json.output.contains("\"refused\""))
        #expect(!FileManager.default.fileExists(atPath: marker))
        #expect(try Tool.run(["inspect", folder.path("absent.pth")]).status == 65)
        #expect(try Tool.run(["inspect"]).status == 64)
    }

    @Test func convertWritesPlainNamesAndKeepsTypes() throws {
        let folder = try ScratchFolder()
        let output = folder.path("plain.safetensors")
        let run = try Tool.run(["convert", try parallel(in: folder), output])
        #expect(run.status == 0 && run.output.isEmpty)
        let converted = try Checkpoint.open(output)
        #expect(Set(converted.tensors.map(\.name)) == ["conv.weight", "steps"])
        #expect(try converted.tensor("conv.weight").values == [0.5, -3])
        #expect(try converted.integers("steps") == [7])
    }

    @Test func convertNamesTheOutputItCannotWrite() throws {
        let folder = try ScratchFolder()
        let output = folder.path("missing/plain.safetensors")
        let run = try Tool.run(["convert", try parallel(in: folder), output])
        #expect(run.status == 1 && run.errors.contains(output))
    }
}
