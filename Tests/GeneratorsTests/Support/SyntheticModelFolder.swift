import Checkpoints
import Foundation
import Generators
import Networks
import Synchronization
import Tensor

/// Writes a model folder of any size in the published layout, filled with synthetic weights.
struct SyntheticModelFolder {
    typealias Shapes = [String: [Int]]

    let path: String

    /// Names and shapes of the tensors that the networks of a configuration ask for.
    static func shapes<UNet: DiffusionUNet>(
        of configuration: DiffusionConfiguration<UNet.Config>, _: UNet.Type = ConsistI2VUNet.self
    ) throws -> [DiffusionComponent: Shapes] {
        [
            .unet: try record { _ = try UNet(configuration.unet, weights: $0) },
            .autoencoder: try record {
                _ = try StableDiffusionAutoencoder(configuration.autoencoder, weights: $0)
            },
            .textEncoder: try record {
                _ = try StableDiffusionTextEncoder(configuration.textEncoder, weights: $0)
            },
        ]
    }

    /// - Parameter path: a folder to be created.
    init<UNet>(
        _ path: String, _ configuration: DiffusionConfiguration<UNet>, shapes: [DiffusionComponent: Shapes]
    ) throws {
        self.path = path
        try write(configuration.unet, "unet/config.json")
        try write(configuration.autoencoder, "vae/config.json")
        try write(configuration.textEncoder, "text_encoder/config.json")
        try write(configuration.scheduler, "scheduler/scheduler_config.json")
        for (component, shapes) in shapes {
            let name = component == .textEncoder ? "model" : "diffusion_pytorch_model"
            try SafetensorsWriter.write(
                shapes.map(Self.entry), to: "\(path)/\(component.rawValue)/\(name).safetensors",
                metadata: [CheckpointWeights.provenanceKey: Provenance.synthetic.rawValue])
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private func write(_ value: some Encodable, _ file: String) throws {
        let url = URL(fileURLWithPath: path).appendingPathComponent(file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONEncoder().encode(value).write(to: url)
    }

    /// A tensor that is made when it is written, so that a file of any size costs no memory.
    private static func entry(_ name: String, _ shape: [Int]) -> SafetensorsEntry {
        SafetensorsEntry(name, type: .float32, shape: shape) { write in
            try SyntheticWeights().tensor(name, shape: shape).withElements {
                try write(UnsafeRawBufferPointer($0))
            }
        }
    }

    private static func record(_ build: (WeightScope) throws -> Void) throws -> Shapes {
        let recorder = ShapeRecorder()
        try loadWeights("recorded network", from: recorder, build)
        return recorder.shapes
    }
}

/// A weight source that has every tensor and remembers which were asked for.
private final class ShapeRecorder: WeightSource {
    private let asked = Mutex<[String: [Int]]>([:])

    var shapes: [String: [Int]] { asked.withLock { $0 } }
    var identity: WeightIdentity { SyntheticWeights().identity }
    var names: Set<String>? { nil }
    func shape(of name: String) -> [Int]? { nil }

    func tensor(_ name: String, shape: [Int]) -> Tensor {
        asked.withLock { $0[name] = shape }
        return Tensor(shape, filledWith: 0)
    }
}
