import Checkpoints
import Networks
import Tensor

extension ComparedWork {
    /// One forward of the look-back U-Net for videos of growing length: time per frame stays the same.
    ///
    /// A quarter of the full widths, so that it runs on common machines; the full U-Net's weights take 21 GB.
    static let lookBack = [16, 32, 48, 96].map { frames in
        ComparedWork(
            "lookback_\(frames)", "look-back U-Net, ¼ width", shape: "\(frames)×4×32×32",
            operations: LookBackCost(quarter, height: 32, width: 32, frames: frames).necessary, isSlow: true
        ) {
            let network = try LookBackUNet.load(quarter, from: SyntheticWeights())
            let sample = draw("lookback_sample", [1, 4, frames, 32, 32]).transposed([0, 2, 3, 4, 1])
            let text = draw("lookback_text", [1, 77, 768])
            return { try network(sample: sample, text: network.prepare(text: text), timestep: 681) }
        }
    }

    private static let quarter: LookBackConfig = {
        var config = LookBackConfig()
        (config.blockOutChannels, config.normNumGroups) = ([80, 160, 320, 320], 16)
        return config
    }()
}
