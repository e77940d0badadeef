import Checkpoints
import Foundation
import Tensor
import TestSupport
import Testing

@Suite("Golden checkpoint files", .enabled(if: SharedParity.isAvailable))
struct GoldenTests {
    @Test func everyGoodFileHoldsWhatTheListSays() throws {
        let folder = SharedParity.path("parity/checkpoints")
        let golden = try Golden.read(folder + "/expected.json")
        #expect(golden.files.count == 21)
        for file in golden.files {
            let checkpoint = try Checkpoint.open("\(folder)/\(file.file)")
            #expect(checkpoint.container.rawValue == file.format, "\(file.file)")
            try checkpoint.verify()
            try file.compare(with: checkpoint)
        }
    }

    @Test func everyHostileFileIsRefusedOrSurvived() throws {
        let folder = SharedParity.path("parity/checkpoints")
        let golden = try Golden.read(folder + "/bad/expected.json")
        #expect(golden.files.count == 56)
        for file in golden.files {
            let path = "\(folder)/\(file.file)"
            do {
                let checkpoint = try Checkpoint.open(path)
                try checkpoint.verify()
                #expect(file.result == "either", "\(file.file) loads although: \(file.why ?? "")")
            } catch let error as CheckpointError {
                #expect(error.exitCode == 65)
                #expect(error.description.contains(path), "\(error)")
            }
        }
    }

    @Test(arguments: [
        ("plain_zip.pth", "torch_zip", [], "expected.safetensors"),
        ("module_prefix_legacy.pth", "torch_legacy", ["module."], "expected.safetensors"),
        ("wrapped_state_dict_zip.pth", "torch_zip", ["state_dict"], "expected.safetensors"),
        ("wrapped_model_legacy.pth", "torch_legacy", ["model"], "expected.safetensors"),
        ("torchscript.pt", "torchscript", [], "expected_torchscript.safetensors"),
    ])
    func officialFormatsLoadTheSameTensors(
        _ file: String, container: String, wrapper: [String], expected: String
    )
        throws
    {
        let folder = SharedParity.path("parity/checkpoint_formats") + "/"
        let checkpoint = try Checkpoint.open(folder + file)
        #expect(checkpoint.container.rawValue == container)
        #expect(checkpoint.wrapper == wrapper)
        #expect(try checkpoint.rawTensors() == Checkpoint.open(folder + expected).rawTensors())
    }
}
