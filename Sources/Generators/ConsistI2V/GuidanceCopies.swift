import Networks
import Tensor

/// The copies of videos that guidance compares, cut into forwards with their prompts prepared. In a forward the first
/// copies of all its videos come first, then the second ones.
struct GuidanceCopies<Predictor: NoisePredictor>: Sendable {
    private struct Forward: Sendable {
        var group: ForwardSharing.Group
        var text: Predictor.Text
        /// One entry a video where all its copies see the same first frame, else one for every copy.
        var firstFrames: Tensor
        /// Entries of `firstFrames` for each video.
        var entriesPerVideo: Int
    }

    private let predictor: Predictor
    private let settings: ConsistI2VSettings
    private let sharing: ForwardSharing
    private let forwards: [Forward]

    /// - Parameter firstNoise: initial noise of each video's first frame, `[1, 1, h, w, C]`.
    init(
        _ settings: ConsistI2VSettings, predictor: Predictor, starts: [ConsistI2VSampler.Start],
        firstNoise: [Tensor], forwards sharing: ForwardSharing
    ) {
        (self.predictor, self.settings, self.sharing) = (predictor, settings, sharing)
        let mode = settings.guidance.mode
        let groups = sharing.groups(videos: starts.count, copiesPerVideo: mode.copies)
        forwards = groups.map { group in
            let texts = group.copies.flatMap { copy in
                group.videos.map { video in
                    copy == mode.copies - 1 ? starts[video].prompt : starts[video].negativePrompt
                }
            }
            // Image guidance compares a copy that sees noise; every other one sees the first frame.
            let frames = (mode == .both ? group.copies : 0..<1).flatMap { copy in
                group.videos.map { video in
                    mode == .both && copy == 0 ? firstNoise[video] : starts[video].firstLatent
                }
            }
            return Forward(
                group: group, text: predictor.prepare(text: .stacked(texts)), firstFrames: .stacked(frames),
                entriesPerVideo: frames.count / group.videos.count)
        }
    }

    /// Predictions of all copies of every video, `[copies, F-1, h, w, C]` each.
    func predict(_ samples: [Tensor], timestep: Int) throws -> [Tensor] {
        let results = try Parallel.map(forwards.count, lanes: sharing.lanes) { index in
            let forward = forwards[index]
            let noisy = (0..<forward.entriesPerVideo).flatMap { _ in
                forward.group.videos.map { samples[$0] }
            }
            return try predictor.predictNoise(
                sample: .stacked(noisy), firstFrame: forward.firstFrames, text: forward.text,
                timestep: timestep, frameStride: settings.frameStride, conditioning: settings.conditioning)
        }
        var parts = [[Tensor]](repeating: [], count: samples.count)
        for (forward, result) in zip(forwards, results) {
            let videos = forward.group.videos.count
            for copy in 0..<forward.group.copies.count {
                for (position, video) in forward.group.videos.enumerated() {
                    let entry = copy * videos + position
                    parts[video].append(result[entry..<entry + 1])
                }
            }
        }
        return parts.map { $0.count == 1 ? $0[0] : .stacked($0) }
    }
}

extension Guidance.Mode {
    /// Forwards of the denoiser for one step of one video.
    var copies: Int {
        switch self {
        case .none: 1
        case .text: 2
        case .both: 3
        }
    }
}
