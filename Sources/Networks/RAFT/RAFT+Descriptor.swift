import Checkpoints
import Tensor

extension RAFT {
    /// RAFT with the weights of `source`; counters of training steps are not needed.
    public static func load(_ config: RAFTConfig, from source: any WeightSource) throws -> RAFT {
        try load(config, from: source) { $0.hasSuffix("num_batches_tracked") }
    }

    /// Frames `[B, H, W, 3]` padded by repetition to sides that the network takes.
    public func padded(_ frames: Tensor) -> Tensor {
        frames.replicatePadded(
            .toMultiples(of: config.downsampling, height: frames.shape[1], width: frames.shape[2]))
    }
}

extension NetworkDescriptor {
    static let raftThings = NetworkDescriptor(
        id: RAFT.name, title: "RAFT optical flow, 20 iterations", parameters: 5_261_312,
        inputs: [
            NetworkInput("image1", "B×3×H×W, RGB 0…255 (or bytes H×W×3), padded to multiples of 8"),
            NetworkInput("image2", "the same for the second frame"),
        ],
        outputs: ["flow_low", "flow_up"], published: RAFTConfig()
    ) { config, weights, inputs, trace in
        let first = try inputs.requiredFrames("image1", network: RAFT.name)
        let second = try inputs.requiredFrames("image2", network: RAFT.name)
        let network = try RAFT.load(config, from: weights)
        let flow = try network(from: network.padded(first), to: network.padded(second), trace: trace)
        return [
            "flow_low": flow.coarse.transposed([0, 3, 1, 2]), "flow_up": flow.fine.transposed([0, 3, 1, 2]),
        ]
    }
}
