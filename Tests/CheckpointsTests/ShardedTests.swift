import Checkpoints
import Foundation
import Tensor
import Testing

@Suite("Sharded checkpoints")
struct ShardedTests {
    private func folder(map: String, name: String = "model.safetensors.index.json") throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try SafetensorsWriter.write(
            [SafetensorsEntry("a", Tensor([2], [1, 2])), SafetensorsEntry("unlisted", Tensor([1], [9]))],
            to: folder.path("part-1.safetensors"))
        try SafetensorsWriter.write(
            [SafetensorsEntry("b", Tensor([1, 2], [3, 4]))], to: folder.path("part-2.safetensors"))
        try folder.write("{\"metadata\":{\"total_size\":16},\"weight_map\":{\(map)}}".utf8, as: name)
        return folder
    }

    @Test func partsAreReadAsOne() throws {
        let folder = try folder(map: "\"b\":\"part-2.safetensors\",\"a\":\"part-1.safetensors\"")
        for place in [folder.path("model.safetensors.index.json"), folder.url.path] {
            let checkpoint = try Checkpoint.open(place)
            #expect(checkpoint.container == .sharded)
            #expect(Set(checkpoint.tensors.map(\.name)) == ["a", "b"])
            #expect(try checkpoint.tensor("b").values == [3, 4])
        }
        let weights = CheckpointWeights(try Checkpoint.open(folder.url.path))
        #expect(weights.identity.sha256.count == 64)
    }

    @Test(arguments: [
        ("\"a\":\"part-3.safetensors\"", "part-3.safetensors"), ("\"c\":\"part-1.safetensors\"", "without c"),
        ("\"a\":\"../part-1.safetensors\"", "same folder"), ("\"a\":\"..\"", "same folder"),
        ("\"a\":\"model.safetensors.index.json\"", "parts that hold tensors"), ("\"a\":3", "weight_map"),
    ])
    func indicesThatLeadNowhereAreRefused(_ map: String, reason: String) throws {
        let folder = try folder(map: map)
        let error = try #require(failure(folder.path("model.safetensors.index.json")))
        #expect(error.description.contains(reason), "\(error)")
    }

    @Test func aComponentFolderOpensByItsKnownFileNames() throws {
        let folder = try ScratchFolder()
        do {
            _ = try Checkpoint.open(folder.url.path)
            Issue.record("an empty folder opened")
        } catch let error as CheckpointError {
            #expect(error.description.contains("diffusion_pytorch_model.safetensors"))
        }
        let path = folder.path("diffusion_pytorch_model.safetensors")
        try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([1], [1]))], to: path)
        #expect(try Checkpoint.open(folder.url.path).path == path)
    }
}
