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
            try compare(checkpoint, with: file)
        }
    }

    private func compare(_ checkpoint: Checkpoint, with file: Golden.File) throws {
        let byPath = Dictionary(uniqueKeysWithValues: checkpoint.tensors.map { ($0.path, $0) })
        let expected = try #require(file.tensors)
        if file.file.contains("misc") {
            #expect(byPath.keys.contains("w"))  // Values beside the tensor may come back typed.
        } else {
            #expect(Set(byPath.keys) == Set(expected.keys), "\(file.file)")
        }
        for (path, values) in expected {
            let tensor = try #require(byPath[path], "\(file.file) \(path)")
            #expect(
                tensor.type.rawValue == values.dtype && tensor.shape == values.shape, "\(file.file) \(path)")
            let raw = try checkpoint.raw(tensor.name)
            #expect(raw.doubles == values.values, "\(file.file) \(path)")
            #expect(
                try checkpoint.tensor(tensor.name).values == values.values.map { Float($0) },
                "\(file.file) \(path)")
            #expect(try checkpoint.tensor(tensor.name).shape == values.shape)
            if tensor.type.isInteger {
                #expect(try checkpoint.integers(tensor.name) == values.values.map { Int64($0) })
            }
        }
        guard checkpoint.container != .torchScript, !file.file.contains("misc") else { return }
        let found = checkpoint.values.map { ($0.path.joined(separator: "/"), plain($0.value)) }
        #expect(Dictionary(uniqueKeysWithValues: found) == file.others ?? [:], "\(file.file)")
    }

    private func plain(_ value: PlainValue) -> Golden.Plain {
        switch value {
        case .none: .none
        case .boolean(let value): .boolean(value)
        case .integer(let value): .number(Double(value))
        case .largeInteger(let text), .text(let text), .opaque(let text): .text(text)
        case .real(let value): .number(value)
        case .bytes(let bytes): .bytes(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        case .empty: .empty
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
