import Checkpoints
import Foundation
import Tensor
import Testing

extension Golden.File {
    /// Checks names, types, shapes and values of every tensor, and the plain values beside them.
    func compare(with checkpoint: Checkpoint) throws {
        let byPath = Dictionary(uniqueKeysWithValues: checkpoint.tensors.map { ($0.path, $0) })
        let expected = try #require(self.tensors)
        if file.contains("misc") {
            #expect(byPath.keys.contains("w"))  // Values beside the tensor may come back typed.
        } else {
            #expect(Set(byPath.keys) == Set(expected.keys), "\(file)")
        }
        for (path, values) in expected {
            let tensor = try #require(byPath[path], "\(file) \(path)")
            #expect(
                tensor.type.rawValue == values.dtype && tensor.shape == values.shape, "\(file) \(path)")
            let raw = try checkpoint.raw(tensor.name)
            #expect(raw.doubles == values.values, "\(file) \(path)")
            #expect(
                try checkpoint.tensor(tensor.name).values == values.values.map { Float($0) },
                "\(file) \(path)")
            #expect(try checkpoint.tensor(tensor.name).shape == values.shape)
            if tensor.type.isInteger {
                #expect(try checkpoint.integers(tensor.name) == values.values.map { Int64($0) })
            }
        }
        guard checkpoint.container != .torchScript, !file.contains("misc") else { return }
        let found = checkpoint.values.map { ($0.path.joined(separator: "/"), plain($0.value)) }
        #expect(Dictionary(uniqueKeysWithValues: found) == others ?? [:], "\(file)")
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
}
