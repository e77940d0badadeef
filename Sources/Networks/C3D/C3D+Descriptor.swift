import Checkpoints
import Foundation
import Media
import Tensor

extension NetworkDescriptor {
    static let c3dUCF101 = NetworkDescriptor(
        id: C3D.name, title: "C3D, UCF-101", parameters: 78_409_573,
        inputs: [
            NetworkInput("x", "B×3×16×H×W in [-1, 1], RGB, floating-point; prepared as TGANv2 does"),
            NetworkInput("mean", "3×16×128×171 or 3×16×112×112, BGR, floating-point; goes with x"),
            NetworkInput("pre", "B×3×16×112×112, prepared clips, in place of x and mean"),
        ],
        outputs: ["fc6", "fc7", "fc8", "prob"], published: C3DConfig(), renamed: C3D.renamed
    ) { config, weights, inputs, trace in
        var clips = try inputs.real("pre", "B×3×T×H×W", network: C3D.name)?.transposed([0, 2, 3, 4, 1])
        if clips == nil {
            let videos = try inputs.requiredReal("x", "B×3×T×H×W", network: C3D.name)
            let array = try inputs.requiredReal("mean", "C×T×H×W", network: C3D.name)
            clips = try C3D.prepared(
                videos.transposed([0, 2, 3, 4, 1]), mean: C3DMean(array, config: config))
        }
        trace?.recordVideos("pre", clips!)
        let output = try C3D.load(config, from: weights)(clips!, trace: trace)
        return [
            "fc6": output.fc6, "fc7": output.fc7, "fc8": output.fc8, "prob": C3D.probabilities(output.fc8),
        ]
    }
}

extension C3D {
    /// TGANv2's preparation of videos `[B, T, H, W, 3]`, RGB in -1…1.
    ///
    /// - Throws: `NetworkError.input` for another number of frames than the mean's.
    public static func prepared(_ videos: Tensor, mean: C3DMean) throws -> Tensor {
        let (frames, side) = (mean.volume.shape[0], mean.volume.shape[1])
        guard videos.rank == 5, videos.shape[1] == frames, videos.width == 3 else {
            throw NetworkError.input(
                network: name, expected: "videos of \(frames) frames, 3 channels",
                found: "shape \(videos.shape) (B, T, H, W, C)")
        }
        let shape = videos.shape
        let all = Preprocessing.c3dFrames(
            videos.reshaped([shape[0] * frames, shape[2], shape[3], 3]), side: side)
        return mean.subtracted(from: all.reshaped([shape[0], frames, side, side, 3]))
    }
}

extension C3D {
    /// Softmax of class scores `[B, classes]`, in double precision.
    public static func probabilities(_ scores: Tensor) -> Tensor {
        let result = Tensor(scores.shape)
        for row in 0..<scores.rows {
            let start = row * scores.width
            let values = (0..<scores.width).map { Double(scores.pointer[start + $0]) }
            let largest = values.max() ?? 0
            let powers = values.map { exp($0 - largest) }
            let sum = powers.reduce(0, +)
            for (index, power) in powers.enumerated() { result.pointer[start + index] = Float(power / sum) }
        }
        return withExtendedLifetime(scores) { result }
    }
}
