import Checkpoints
import Foundation
import Hashing
import Tensor
import Testing

@Suite("Checkpoint weights")
struct CheckpointWeightsTests {
    @Test func oneErrorListsEverythingThatDoesNotFit() throws {
        let weights = CheckpointWeights(try Checkpoint.open(Fixtures.path("basic.safetensors")))
        do {
            try loadWeights("tiny", from: weights, optional: { $0 == "empty" }) { scope in
                _ = try scope("layer").tensor("weight", [2, 3, 2])
                _ = try scope("layer").tensor("bias", [3])
                _ = try scope("head").tensor("weight", [4])
                scope.ignore("num_batches_tracked")
            }
            Issue.record("a misfit loaded")
        } catch let error as CheckpointError {
            guard case .mismatch(_, let source, let missing, let misshapen, let unknown) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(source == "basic.safetensors")
            #expect(missing == ["head.weight [4]"])
            #expect(misshapen == ["layer.bias: expected [3], found [2]"])
            #expect(unknown == ["bf16", "bool", "double", "half", "int32", "int64", "scalar", "uint8"])
            for part in ["basic.safetensors", "tiny", "head.weight [4]", "expected [3], found [2]", "bf16"] {
                #expect(error.description.contains(part))
            }
            #expect(error.exitCode == 65)
        }
    }

    @Test func identityIsNameAndHash() throws {
        let path = try Fixtures.path("zip_strided.pth")
        let identity = CheckpointWeights(try Checkpoint.open(path)).identity
        #expect(identity.name == "zip_strided.pth" && identity.provenance == .custom)
        #expect(try identity.sha256 == SHA256.hex(ofFile: path))
    }

    @Test func changedFilesAreHashedAgain() throws {
        let folder = try ScratchFolder()
        let digests = DigestCache()
        func identity(_ value: Float) throws -> WeightIdentity {
            let path = folder.path("w.safetensors")
            try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([1], [value]))], to: path)
            return CheckpointWeights(try Checkpoint.open(path), digests: digests).identity
        }
        let first = try identity(1)
        #expect(try identity(2).sha256 != first.sha256)
    }

    @Test func filesThatSayTheyAreSyntheticStaySynthetic() throws {
        let folder = try ScratchFolder()
        let path = folder.path("amt-s.pth")
        for (declared, expected) in [
            ("synthetic", Provenance.synthetic), ("demo", .demo), ("official", .official),
        ] {
            try SafetensorsWriter.write(
                [SafetensorsEntry("w", Tensor([1], [1]))], to: path,
                metadata: [CheckpointWeights.provenanceKey: declared])
            // The last one counts by its file name; a file cannot make itself official.
            #expect(CheckpointWeights(try Checkpoint.open(path)).identity.provenance == expected)
        }
    }

    @Test func aNameAloneDoesNotStandInForAKnownHash() throws {
        let folder = try ScratchFolder()
        let path = folder.path("ViT-B-32.pt")
        try SafetensorsWriter.write([SafetensorsEntry("w", Tensor([1], [1]))], to: path)
        let weights = CheckpointWeights(try Checkpoint.open(path), provenance: .official)
        #expect(weights.identity.provenance == .custom)
    }
}
