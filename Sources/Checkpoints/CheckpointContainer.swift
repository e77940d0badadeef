/// How a checkpoint file is built.
public enum CheckpointContainer: String, Sendable, Codable, CaseIterable {
    case safetensors
    /// Several files behind a `*.index.json` that says which tensor is in which.
    case sharded
    /// A zip archive by `torch.save` of PyTorch 1.6 or later.
    case torchZip = "torch_zip"
    /// The stream of pickles that `torch.save` wrote before.
    case torchLegacy = "torch_legacy"
    case torchScript = "torchscript"
    /// A pickle of tensors or numpy arrays that torch did not write.
    case pickle
    case npz
    case npy
}
