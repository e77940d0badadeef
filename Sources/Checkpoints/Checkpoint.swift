import Foundation
import Tensor

/// An open checkpoint file of any supported container.
///
/// Opening reads what says which tensors there are and checks that every one lies inside the file; elements are
/// read when they are asked for. Nothing in the file is ever executed.
public final class Checkpoint: Sendable {
    /// The file that was opened; for a folder, the one found inside.
    public let path: String
    public let container: CheckpointContainer
    /// What state-dict names were freed of: `state_dict`, `model`, `module.`, from the outside in.
    public let wrapper: [String]
    /// Every tensor, in file order.
    public let tensors: [TensorDescription]
    /// What lies beside the tensors, with the keys that lead to it.
    public let values: [(path: [String], value: PlainValue)]
    /// Free text that a safetensors header carries.
    public let metadata: [String: String]

    private let stored: [StoredTensor]
    private let positions: [String: Int]
    let files: [MappedFile]

    /// Opens a checkpoint file, the index of a sharded one, or a folder of a diffusers or transformers component.
    ///
    /// Cost: independent of the size of the tensors.
    /// - Throws: `CheckpointError` naming the file, what was expected and what was found.
    public static func open(_ path: String) throws -> Checkpoint {
        let file = try resolve(path)
        return try Checkpoint(path: file, contents: ContainerSniffer.read(MappedFile(file)))
    }

    /// File names under which a component folder keeps its weights, best first.
    public static let componentFileNames = [
        "diffusion_pytorch_model.safetensors", "model.safetensors",
        "diffusion_pytorch_model.safetensors.index.json", "model.safetensors.index.json",
        "diffusion_pytorch_model.bin", "pytorch_model.bin", "diffusion_pytorch_model.bin.index.json",
        "pytorch_model.bin.index.json", "diffusion_pytorch_model.fp16.safetensors",
        "model.fp16.safetensors",
    ]

    private static func resolve(_ path: String) throws -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CheckpointError.unreadable(file: path, reason: "there is no such file.")
        }
        guard isFolder.boolValue else { return path }
        let candidates = componentFileNames.map { URL(fileURLWithPath: path).appendingPathComponent($0).path }
        guard let file = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
            throw CheckpointError.unreadable(
                file: path,
                reason: "expected one of " + componentFileNames.prefix(6).joined(separator: ", ")
                    + " in this folder, found none.")
        }
        return file
    }

    init(path: String, contents: CheckpointContents) throws {
        self.path = path
        container = contents.container
        values = contents.values
        metadata = contents.metadata
        files = contents.files
        stored = contents.tensors
        let unwrapped = StateDictNames(contents)
        wrapper = unwrapped.wrapper
        tensors = zip(contents.tensors, unwrapped.names).map { tensor, name in
            let place = tensor.path.joined(separator: contents.separator)
            return TensorDescription(
                name: name ?? place, path: place, type: tensor.type, shape: tensor.shape,
                isWeight: name != nil)
        }
        positions = try Self.index(tensors, file: path)
    }

    /// Numbers of the tensors by name. Weights come first: what lies outside the wrapper gives way.
    private static func index(_ tensors: [TensorDescription], file: String) throws -> [String: Int] {
        var positions: [String: Int] = [:]
        for (number, tensor) in tensors.enumerated() where tensor.isWeight {
            guard positions.updateValue(number, forKey: tensor.name) == nil else {
                throw CheckpointError.malformed(
                    file: file, expected: "tensor names that occur once", found: "\"\(tensor.name)\" twice",
                    advice: "Check that it is the right file.")
            }
        }
        for (number, tensor) in tensors.enumerated() where !tensor.isWeight && positions[tensor.path] == nil {
            positions[tensor.path] = number
        }
        return positions
    }

    /// The tensors of the state dict, without what lies beside it.
    public var weights: [TensorDescription] { tensors.filter(\.isWeight) }

    /// Bytes of all files that the checkpoint consists of.
    public var fileByteCount: Int { files.reduce(0) { $0 + $1.count } }

    public func description(of name: String) -> TensorDescription? { positions[name].map { tensors[$0] } }

    /// Calls `body` with the elements of a tensor, row-major, little-endian, in the type they are stored in.
    /// No copy is made of contiguous tensors in uncompressed containers.
    public func withBytes<Result>(of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result) throws
        -> Result
    {
        try tensor(named: name).withContiguousBytes(body)
    }

    /// A tensor in the type it is stored in.
    public func raw(_ name: String) throws -> RawTensor {
        let tensor = try tensor(named: name)
        return try RawTensor(
            type: tensor.type, shape: tensor.shape, bytes: tensor.withContiguousBytes { Array($0) })
    }

    /// A tensor converted to Float32: halves exactly, doubles and large integers rounded once.
    public func tensor(_ name: String) throws -> Tensor {
        try tensor(named: name).floats(file: path, name: name)
    }

    /// The elements of an integer tensor.
    public func integers(_ name: String) throws -> [Int64] {
        let tensor = try tensor(named: name)
        let values = try tensor.withContiguousBytes { ElementConversion.integers($0, tensor.type) }
        guard let values else {
            throw CheckpointError.unsupportedType(
                file: path, name: name, expected: "integers below 2^63", found: tensor.type.rawValue)
        }
        return values
    }

    /// Every tensor of the state dict, read completely.
    public func rawTensors() throws -> [String: RawTensor] {
        var result: [String: RawTensor] = [:]
        for tensor in weights { result[tensor.name] = try raw(tensor.name) }
        return result
    }

    /// Reads every tensor once and compares it with the checksum its container keeps.
    ///
    /// Cost: one pass over the file; memory stays as it is.
    public func verify() throws {
        for tensor in stored {
            try tensor.region.withBytes { _ in }
            tensor.region.release()
        }
    }

    /// Tells that a tensor is not needed for now; its pages may leave memory.
    func release(_ name: String) { positions[name].map { stored[$0].region.release() } }

    private func tensor(named name: String) throws -> StoredTensor {
        guard let position = positions[name] else {
            throw CheckpointError.missingTensor(
                file: path, name: name, present: weights.map(\.name).sorted())
        }
        return stored[position]
    }
}
