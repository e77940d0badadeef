import Checkpoints
import Foundation
import Tensor
import Testing

@Suite("Checkpoint fixtures")
struct FixtureTests {
    @Test func goodFilesHoldWhatTheListSays() throws {
        let golden = try Golden.read(Fixtures.path("expected.json"))
        #expect(golden.files.count == 8)
        for file in golden.files {
            let checkpoint = try Checkpoint.open(Fixtures.path(file.file))
            #expect(checkpoint.container.rawValue == file.format)
            try checkpoint.verify()
            try file.compare(with: checkpoint)
        }
    }

    @Test(arguments: [
        ("call_os_system_proto4.pth", "posix.system"),
        ("expand_bomb.pth", "a view of 1099511627776 elements"),
        ("crc_mismatch.pth", "checksum"), ("duplicate_key.safetensors", "\"w\" again"),
        ("header_expression.npy", "literals"), ("lfs_pointer.pth", "Git LFS"),
    ])
    func hostileFilesAreRefusedWithAReason(_ file: String, reason: String) throws {
        let path = try Fixtures.path("hostile/\(file)")
        let error = try #require(failure(path))
        #expect(error.description.contains(reason) && error.description.contains(path))
        #expect(error.exitCode == 65)
    }

    @Test func aListInsideItselfDoesNotLoop() throws {
        #expect(try readEverything(Fixtures.path("hostile/self_reference.pth")).isEmpty)
    }

    @Test func wrappersAndPrefixesComeOff() throws {
        let wrapped = try Checkpoint.open(Fixtures.path("zip_wrapped.pth"))
        #expect(wrapped.wrapper == ["state_dict"])
        #expect(wrapped.weights.count == 12 && wrapped.tensors.count == 13)
        #expect(wrapped.description(of: "layer.weight")?.path == "state_dict/layer.weight")
        #expect(wrapped.description(of: "optimizer/state/0/exp_avg")?.isWeight == false)
        let parallel = try Checkpoint.open(Fixtures.path("module_prefix_legacy.pth"))
        #expect(parallel.wrapper == ["module."])
        #expect(parallel.tensors.allSatisfy { $0.path == "module." + $0.name })
    }

    /// Written by torch.save and pickle.dump with protocols that the golden files do not have.
    @Test(arguments: [
        ("legacy_protocol4.pth", CheckpointContainer.torchLegacy), ("numpy_protocol0.pkl", .pickle),
        ("numpy_protocol5.pkl", .pickle), ("tensor_protocol0.pkl", .pickle),
    ])
    func otherProtocolsAreRead(_ file: String, container: CheckpointContainer) throws {
        let checkpoint = try Checkpoint.open(Fixtures.path(file))
        #expect(checkpoint.container == container)
        #expect(try checkpoint.tensor("w").values == [0.5, -1, 2, 1024, 0, 3])
        #expect(try checkpoint.tensor("w").shape == [2, 3])
        #expect(try checkpoint.integers("steps") == [3, -4])
    }

    @Test func scriptsAreReadByAttributePath() throws {
        let script = try Checkpoint.open(Fixtures.path("torchscript.pt"))
        #expect(script.container == .torchScript)
        #expect(try script.integers("input_resolution").count == 1)
        #expect(script.tensors.contains { $0.name.hasSuffix("ln_1.weight") })
    }

    @Test func aMissingNameIsAnErrorThatListsTheNames() throws {
        let checkpoint = try Checkpoint.open(Fixtures.path("basic.safetensors"))
        #expect(throws: CheckpointError.self) { try checkpoint.tensor("nothing") }
        do {
            _ = try checkpoint.raw("nothing")
        } catch let error as CheckpointError {
            #expect(error.description.contains("\"nothing\"") && error.description.contains("layer.bias"))
        }
        #expect(throws: CheckpointError.self) { try checkpoint.integers("half") }
    }
}
