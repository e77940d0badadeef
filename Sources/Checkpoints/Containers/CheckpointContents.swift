/// What a reader found in a file, before wrappers are looked at.
struct CheckpointContents: Sendable {
    var container: CheckpointContainer
    var tensors: [StoredTensor]
    var values: [(path: [String], value: PlainValue)] = []
    /// Free text that a safetensors header carries.
    var metadata: [String: String] = [:]
    /// The files that the tensors lie in.
    var files: [MappedFile]

    /// What keys are joined with: attributes of modules by dots, keys of dictionaries by slashes.
    var separator: String { container == .torchScript ? "." : "/" }
}
