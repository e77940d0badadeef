import Checkpoints
import Tensor

extension NetworkDescriptor {
    static let viCLIPL14 = NetworkDescriptor(
        id: ViCLIP.name, title: "ViCLIP ViT-L/14, video and text", parameters: 427_590_145,
        inputs: [
            NetworkInput("video", "B×F×3×R×R, normalised, F = num_frames (or 1), R = image_resolution"),
            NetworkInput("tokens", "N×T integers, T = context_length"),
        ],
        outputs: ["video.features", "text.features"], published: ViCLIPConfig()
    ) { config, weights, inputs, trace in
        let video = try inputs.real("video", "B×F×3×R×R", network: ViCLIP.name)
        let tokens = try inputs.tokenRows("tokens", network: ViCLIP.name)
        let network = try ViCLIP.load(config, from: weights)
        var outputs: [String: Tensor] = [:]
        outputs["video.features"] = try video.map {
            try network.video($0.transposed([0, 1, 3, 4, 2]), trace: trace)
        }
        outputs["text.features"] = try tokens.map { try network.text($0, trace: trace) }
        if let trace, let videos = outputs["video.features"], let texts = outputs["text.features"] {
            let unit = (videos.unitRows(), texts.unitRows())
            trace.record("cosine.video_text", Linear(weight: unit.1, bias: nil)(unit.0))
        }
        return outputs
    }
}
