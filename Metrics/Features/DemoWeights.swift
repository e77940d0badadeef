import Foundation

/// The small weights that come with the program, made from clips of the toy world by the scripts in `Training`.
public enum DemoWeights {
    /// Folder with a `NETWORK.safetensors` for every network that has been trained.
    public static var folder: URL { Bundle.module.bundleURL.appendingPathComponent("Resources/demo") }
}
