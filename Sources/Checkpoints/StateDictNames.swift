/// The state-dict names of the tensors in a file: what networks ask for.
///
/// Training code wraps a state dict in a dictionary under `state_dict` or `model`, beside an optimizer and an
/// epoch, and data-parallel training puts `module.` before every name. Both are taken off.
struct StateDictNames {
    /// One for every tensor; nil for tensors outside the wrapper.
    private(set) var names: [String?]
    private(set) var wrapper: [String] = []

    private static let keys = ["state_dict", "model_state_dict", "model", "module"]

    init(_ contents: CheckpointContents) {
        let isDictionary = contents.container != .npz && contents.container != .npy
        var rests = contents.tensors.map { Optional($0.path[...]) }
        if isDictionary, contents.container != .torchScript {
            while let key = Self.keys.first(where: { key in
                rests.contains { $0.map { $0.count > 1 && $0.first == key } == true }
            }) {
                wrapper.append(key)
                rests = rests.map { $0.flatMap { $0.count > 1 && $0.first == key ? $0.dropFirst() : nil } }
            }
        }
        names = rests.map { $0?.joined(separator: contents.separator) }
        let prefix = "module."
        let present = names.compactMap { $0 }
        if isDictionary, !present.isEmpty,
            present.allSatisfy({ $0.hasPrefix(prefix) && $0.count > prefix.count })
        {
            names = names.map { $0.map { String($0.dropFirst(prefix.count)) } }
            wrapper.append(prefix)
        }
    }
}
