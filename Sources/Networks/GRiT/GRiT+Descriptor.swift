import Checkpoints
import Foundation
import Tensor

extension NetworkDescriptor {
    static let gritB = NetworkDescriptor(
        id: GRiT.name, title: "GRiT ViT-B object detector", parameters: 232_068_439,
        inputs: [
            NetworkInput("image", "3×H×W or 1×3×H×W, RGB values 0…255"),
            NetworkInput("boxes", "N×4, left, top, right, bottom; taken through the cascade and described"),
            NetworkInput("tokens", "1×T ids of a description's beginning, for the boxes"),
        ],
        outputs: ["det.boxes", "det.objectness", "det.token_ids", "det.mean_logprob", "det.final_scores"],
        published: GRiTConfig()
    ) { config, weights, inputs, trace in
        let network = try GRiT.load(config, from: weights)
        let image = try inputs.requiredImage("image", network: GRiT.name)
        let features = try network.features(image, trace: trace)
        var outputs = try detections(network, features, trace)
        if let boxes = try inputs.real("boxes", "N×4", network: GRiT.name) {
            guard boxes.shape[1] == 4, boxes.values.allSatisfy(\.isFinite) else {
                throw NetworkError.input(
                    network: GRiT.name, expected: "boxes as N×4 finite numbers", found: "shape \(boxes.shape)"
                )
            }
            let prefix = try inputs.tokenRows("tokens", network: GRiT.name)?.first.map { $0.map(Int.init) }
            try outputs.merge(described(network, features, boxes, prefix, trace)) { $1 }
        }
        return outputs
    }

    /// The whole way from proposals to descriptions.
    private static func detections(_ network: GRiT, _ features: GRiT.Features, _ trace: Trace?) throws
        -> [String: Tensor]
    {
        let proposals = try network.proposals(features, trace: trace)[0]
        trace?.record("prop.boxes", Tensor([proposals.count, 4], proposals.flatMap(\.box.coordinates)))
        trace?.record("prop.scores", Tensor([proposals.count], proposals.map(\.score)))
        let found = try network.candidates(proposals, image: 0, features)
        let texts = network.descriptions(found.map { ($0.box, 0) }, features)
        let length = texts.map(\.tokens.count).max() ?? 1
        let end = Float(network.config.endToken)
        let means = texts.map(\.meanLogProbability)
        return [
            "det.boxes": Tensor([found.count, 4], found.flatMap(\.box.coordinates)),
            "det.objectness": Tensor([found.count], found.map(\.objectness)),
            "det.token_ids": Tensor(
                [found.count, length],
                texts.flatMap { text in
                    text.tokens.map(Float.init)
                        + Array(repeating: end, count: length - text.tokens.count)
                }),
            "det.mean_logprob": Tensor([found.count], means),
            "det.final_scores": Tensor(
                [found.count], zip(found, means).map { ($0.objectness * exp($1)).squareRoot() }),
        ]
    }

    /// Given boxes through the cascade, and the first steps of their descriptions.
    private static func described(
        _ network: GRiT, _ features: GRiT.Features, _ boxes: Tensor, _ prefix: [Int]?, _ trace: Trace?
    ) throws -> [String: Tensor] {
        let values = boxes.values
        let list = (0..<boxes.shape[0]).map { Box(values[4 * $0..<4 * $0 + 4]) }
        let config = network.config
        for token in prefix ?? [] where !(0..<config.vocabularySize ~= token) {
            throw NetworkError.input(
                network: GRiT.name, expected: "token ids from 0 to \(config.vocabularySize - 1)",
                found: "id \(token)")
        }
        guard prefix?.count ?? 1 <= config.textPositions else {
            throw NetworkError.input(
                network: GRiT.name, expected: "at most \(config.textPositions) tokens",
                found: "\(prefix?.count ?? 0)")
        }
        _ = network.refined(list, image: 0, features, trace: trace)
        let pooled = network.textFeatures(list.map { ($0, 0) }, features)
        trace?.recordImages("roi.pool\(config.textPoolSize)", pooled)
        let tokens = network.decoder.projected(pooled)
        trace?.record("text.proj", tokens)
        var outputs = [
            "text.step0": network.decoder.logits(tokens, prefix: [config.beginToken])
                .reshaped([list.count, config.vocabularySize])
        ]
        if let prefix {
            outputs["text.len\(prefix.count)"] = network.decoder.logits(tokens, prefix: prefix)
        }
        return outputs
    }
}
