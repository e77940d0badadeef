import Checkpoints
import Foundation
import TestSupport
import Networks
import Tensor
import Testing

@Suite struct ExtractTests {
    static let configuration = """
        {"img_size": 64, "patch_size": 16, "embed_dim": 64, "depth": 1, "num_heads": 2}
        """

    let folder: ScratchFolder
    let image = SyntheticWeights.unit("input:image", shape: [2, 3, 64, 80])

    init() throws { folder = try ScratchFolder() }

    func writeInput(_ entries: [SafetensorsEntry]) throws -> String {
        try SafetensorsWriter.write(entries, to: folder.path("in.safetensors"))
        return folder.path("in.safetensors")
    }

    func arguments(_ changes: [String: String] = [:]) throws -> [String] {
        let input = try writeInput([SafetensorsEntry("input:dino_vitb16/image", image)])
        let options = [
            "--network": "dino_vitb16", "--config": try folder.write(Self.configuration, to: "config.json"),
            "--weights": "synthetic:salt", "--input": input, "--output": folder.path("out.safetensors"),
        ]
        return ["extract"]
            + options.merging(changes) { $1 }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }

    @Test func outputsEqualThoseOfTheNetwork() throws {
        let run = try Tool.run(try arguments(["--threads": "1"]) + ["--trace"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.contains("cls\t2×64\n"))
        let expected = try NetworkRegistry.network("dino_vitb16").extract(
            configJSON: Data(Self.configuration.utf8), weights: SyntheticWeights(salt: "salt"),
            inputs: NamedTensors(["image": .real(image)]), trace: true)
        let written = try Checkpoint.open(folder.path("out.safetensors"))
        #expect(written.metadata["i2vbench.provenance"] == "synthetic")
        #expect(Set(written.weights.map(\.name)) == Set(expected.keys))
        for (name, tensor) in expected {
            #expect(try written.tensor(name).shape == tensor.shape, "\(name)")
            #expect(try written.tensor(name).values == tensor.values, "\(name)")
        }
    }

    @Test func aCheckpointFileServesAsWeights() throws {
        let synthetic = SyntheticWeights()
        // The network asks by name and shape, so its own requests say what the file has to hold.
        let shapes: [String: [Int]] = [
            "cls_token": [1, 1, 64], "pos_embed": [1, 17, 64], "patch_embed.proj.weight": [64, 3, 16, 16],
            "patch_embed.proj.bias": [64], "blocks.0.norm1.weight": [64], "blocks.0.norm1.bias": [64],
            "blocks.0.attn.qkv.weight": [192, 64], "blocks.0.attn.qkv.bias": [192],
            "blocks.0.attn.proj.weight": [64, 64], "blocks.0.attn.proj.bias": [64],
            "blocks.0.norm2.weight": [64], "blocks.0.norm2.bias": [64],
            "blocks.0.mlp.fc1.weight": [256, 64], "blocks.0.mlp.fc1.bias": [256],
            "blocks.0.mlp.fc2.weight": [64, 256], "blocks.0.mlp.fc2.bias": [64],
            "norm.weight": [64], "norm.bias": [64],
        ]
        let entries = shapes.sorted { $0.key < $1.key }.map {
            SafetensorsEntry($0.key, synthetic.tensor($0.key, shape: $0.value))
        }
        try SafetensorsWriter.write(entries, to: folder.path("weights.safetensors"))
        let file = try Tool.run(
            arguments([
                "--weights": folder.path("weights.safetensors"), "--output": folder.path("a.safetensors"),
            ]))
        let names = try Tool.run(
            arguments(["--weights": "synthetic", "--output": folder.path("b.safetensors")]))
        #expect(file.status == 0 && names.status == 0, "\(file.errors)\(names.errors)")
        let outputs = try ["a", "b"].map {
            try Checkpoint.open(folder.path("\($0).safetensors")).tensor("cls").values
        }
        #expect(outputs[0] == outputs[1])

        try SafetensorsWriter.write(
            Array(entries.dropFirst()) + [SafetensorsEntry("head.weight", Tensor([1], filledWith: 0))],
            to: folder.path("wrong.safetensors"))
        let wrong = try Tool.run(arguments(["--weights": folder.path("wrong.safetensors")]))
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("blocks.0.attn.proj.bias") && wrong.errors.contains("head.weight"))
    }

    @Test func wrongInputsAreRefusedWithWhatIsExpected() throws {
        let arguments = try arguments()
        func run(_ entries: [SafetensorsEntry]) throws -> ChildProcess {
            _ = try writeInput(entries)
            return try Tool.run(arguments)
        }
        let unknown = try run([SafetensorsEntry("tokens", [1, 2], shape: [1, 2])])
        #expect(unknown.status == 65 && unknown.output.isEmpty)
        #expect(unknown.errors.contains("image (B×3×H×W") && unknown.errors.contains("found tokens"))
        let integers = try run([SafetensorsEntry("image", [1, 2], shape: [1, 2])])
        #expect(integers.status == 65 && integers.errors.contains("integer 1×2"))
        let small = try run([SafetensorsEntry("image", Tensor([1, 3, 8, 8], filledWith: 0))])
        #expect(small.status == 65 && small.errors.contains("at least 16×16"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("out.safetensors")))
    }

    @Test func everyOtherMistakeHasItsExitCodeAndNamesTheFile() throws {
        let cases: [(changes: [String: String], status: Int32, text: String)] = [
            (["--network": "dino"], 64, "dino_vitb16"),
            (["--weights": folder.path("absent.pt")], 69, "absent.pt"),
            (["--input": folder.path("absent.npz")], 65, "absent.npz"),
            (["--config": folder.path("absent.json")], 65, "absent.json"),
            (["--config": try folder.write("{", to: "broken.json")], 65, "not valid JSON"),
            (["--output": folder.path("no/such/folder/out.safetensors")], 1, "no/such/folder"),
            (["--threads": "0"], 64, "--threads"),
        ]
        for (changes, status, text) in cases {
            let run = try Tool.run(try arguments(changes))
            #expect(
                run.status == status && run.errors.contains(text), "\(changes): \(run.status) \(run.errors)")
        }
        let unavailable = try Tool.run(
            try arguments(["--weights": "official"]), environment: ["I2VBENCH_CACHE": folder.path("cache")])
        #expect(unavailable.status == 69 && unavailable.errors.contains("dino_vitbase16_pretrain.pth"))
    }
}
