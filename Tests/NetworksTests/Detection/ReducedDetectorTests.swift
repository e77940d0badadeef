import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

/// A detector of the same architecture in other sizes, on frames of odd sizes.
@Suite struct ReducedDetectorTests {
    private static let json = """
        {"patch_size": 8, "embed_dim": 64, "depth": 3, "num_heads": 2, "pretrain_img_size": 32, "img_size": 64,
         "window_size": 3, "global_attn_indexes": [1], "fpn_channels": 32, "num_box_convs": 2, "num_groups": 4,
         "post_nms_topk_test": 20, "pooler_resolution": 3, "fc_dim": 48, "test_score_thresh": 0.3,
         "bbox_reg_weights": [[10, 10, 5, 5], [20, 20, 10, 10]], "test_topk_per_image": 18,
         "object_feat_pooler_resolution": 4, "hidden_size": 32, "num_layers": 2, "attention_heads": 2,
         "feedforward_size": 64, "vocab_size": 300, "max_position_embeddings": 16, "max_steps": 7}
        """

    private static func config(_ changes: String = "") throws -> GRiTConfig {
        let json = changes.isEmpty ? json : json.replacing("}", with: ", \(changes)}")
        return try JSONDecoder().decode(GRiTConfig.self, from: Data(json.utf8))
    }

    private static func network(_ changes: String = "") throws -> GRiT {
        try GRiT.load(config(changes), from: RaisedWeights())
    }

    private static func images(_ count: Int, height: Int = 50, width: Int = 70) -> Tensor {
        SyntheticWeights.unit("input:detector/images", shape: [count, height, width, 3])
            .mapped { (($0 + 1) * 128).rounded(.down) }
    }

    @Test func detectionsDependNeitherOnOtherImagesNorOnThreads() throws {
        let network = try Self.network()
        let images = Self.images(3)
        let together = try network.detect(images)
        #expect(together.allSatisfy { $0.count > 1 })
        // More regions than are described at once.
        #expect(together.reduce(0) { $0 + $1.count } > 16)
        for index in 0..<3 {
            for threads in [1, 3] {
                let alone = try Compute.$current.withValue(Compute(threads: threads)) {
                    try network.detect(images[index..<index + 1])
                }
                #expect(alone == [together[index]])
            }
        }
    }

    @Test func detectionsObeyTheirRules() throws {
        let network = try Self.network()
        for detections in try network.detect(Self.images(2)) {
            #expect(detections.map(\.objectness) == detections.map(\.objectness).sorted(by: >))
            for detection in detections {
                #expect(detection.objectness > 0.3 && detection.score <= 1 && !detection.box.isEmpty)
                #expect(detection.box == detection.box.clipped(width: 70, height: 50))
                #expect(detection.tokens.count <= 6)
                #expect(zip(detection.tokens, detection.tokens.dropFirst()).allSatisfy { $0 != $1 })
                let score = (detection.objectness * exp(detection.logProbability)).squareRoot()
                #expect(abs(detection.score - score) < 1e-6)
            }
            for (index, one) in detections.enumerated() {
                #expect(detections[..<index].allSatisfy { $0.box.overlap(with: one.box) <= 0.5 })
            }
        }
    }

    @Test func sparingWeightsFindLessAndSayLess() throws {
        let plain = SyntheticWeights()
        let sparing = GRiT.sparing(plain)
        #expect(sparing.identity.provenance == .synthetic && sparing.identity.sha256 != plain.identity.sha256)
        let json = Self.json.replacing(#""test_score_thresh": 0.3"#, with: #""test_score_thresh": 0.4"#)
        let config = try JSONDecoder().decode(GRiTConfig.self, from: Data(json.utf8))
        func words(_ weights: any WeightSource) throws -> [Int] {
            try GRiT.load(config, from: weights).detect(Self.images(4)).flatMap { $0.map(\.tokens.count) }
        }
        let (many, few) = (try words(plain), try words(sparing))
        #expect(!few.isEmpty && few.count < many.count, "\(few) \(many)")
        #expect(few.reduce(0, +) * many.count < many.reduce(0, +) * few.count)
        let names = [
            "roi_heads.box_predictor.0.cls_score.bias", "roi_heads.box_predictor.0.cls_score.weight",
        ]
        #expect(try sparing.tensor(names[0], shape: [2]).values != plain.tensor(names[0], shape: [2]).values)
        #expect(
            try sparing.tensor(names[1], shape: [2, 4]).values
                == plain.tensor(names[1], shape: [2, 4]).values)
    }

    @Test func widerBeamsLookFurther() throws {
        let image = Self.images(1)
        let greedy = try Self.network().detect(image)[0]
        let single = try Self.network(#""beam_size": 1, "per_node_beam_size": 3"#).detect(image)[0]
        #expect(single == greedy)
        let wide = try Self.network(#""beam_size": 3, "per_node_beam_size": 2"#).detect(image)[0]
        #expect(wide.map(\.box) == greedy.map(\.box))
        #expect(wide.map(\.tokens) != greedy.map(\.tokens))
    }

    /// Text computed a token at a time with what is kept equals text computed from its beginning.
    @Test func beginningsAreContinuedAsTheyAreComputedWhole() throws {
        let json = Data(Self.json.utf8)
        let boxes = Tensor([2, 4], [3, 4, 40, 45, 20, 10, 66, 30])
        func logits(_ prefix: [Int64]) throws -> Tensor {
            let image = Self.images(1).transposed([0, 3, 1, 2])
            return try NetworkRegistry.network("grit_b").extract(
                configJSON: json, weights: RaisedWeights(),
                inputs: NamedTensors([
                    "image": .real(image), "boxes": .real(boxes),
                    "tokens": .integer(shape: [1, prefix.count], values: prefix),
                ]))["text.len\(prefix.count)"]!
        }
        let (short, long) = (try logits([101, 7]), try logits([101, 7, 250, 12]))
        #expect(short.shape == [2, 2, 300] && long.shape == [2, 4, 300])
        for box in 0..<2 {
            let (begun, whole) = (short[box..<box + 1].values, long[box..<box + 1].values)
            #expect(begun == Array(whole.prefix(begun.count)))
        }
    }

    @Test func objectsComeWithTheirNamesAndPlaces() throws {
        let vocabulary = try WordPieceVocabulary.embedded()
        let detector = try ObjectDetector(
            network: Self.network(), tokenizer: WordPieceTokenizer(vocabulary: vocabulary, additional: []))
        let values = Self.images(5).values.map { UInt8($0) }
        let size = 50 * 70 * 3
        let images = (0..<5).map {
            RGBImage(width: 70, height: 50, pixels: Array(values[$0 * size..<($0 + 1) * size]))
        }
        let other = images[0].window(x: 0, y: 0, width: 33, height: 40)
        let found = try detector.detect(images + [other])
        #expect(found.count == 6)
        for (image, objects) in zip(images + [other], found) {
            #expect(try detector.detect(image) == objects)
        }
        let raw = try detector.network.detect(images[1].tensor.reshaped([1, 50, 70, 3]))[0]
        #expect(found[1].map(\.box) == raw.map(\.box) && found[1].map(\.score) == raw.map(\.score))
        #expect(found[1].map(\.text) == raw.map { detector.tokenizer.decode($0.tokens.map(Int32.init)) })
    }

    @Test func largeFramesAreResizedAsTheReferenceDoes() {
        #expect(ObjectDetector.inputSize(width: 1024, height: 768) == (1024, 768))
        #expect(ObjectDetector.inputSize(width: 1025, height: 769) == (959, 720))
        #expect(ObjectDetector.inputSize(width: 1080, height: 1920) == (720, 1280))
    }

    @Test func numbersThatAreNoneAreAFailureAndNotAnEmptyImage() throws {
        let network = try Self.network()
        #expect {
            _ = try network.detect(Tensor([1, 32, 32, 3], filledWith: .nan))
        } throws: {
            "\($0)".contains("not numbers")
        }
        #expect { _ = try network.detect(Tensor([1, 32, 32, 1], filledWith: 0)) } throws: {
            "\($0)".contains("3 channels")
        }
    }

    @Test func configurationsThatFitNoNetworkAreRefused() throws {
        for (json, part) in [
            (#"{"embed_dim": 100}"#, "embed_dim is 100"), (#"{"patch_size": 12}"#, "a power of two"),
            (#"{"global_attn_indexes": [12]}"#, "global_attn_indexes"),
            (#"{"max_steps": 2000}"#, "max_steps"),
            (#"{"bbox_reg_weights": [[1, 2]]}"#, "four positive numbers"), (#"{"depth": 0}"#, "depth"),
            (#"{"begin_token_id": -1}"#, "begin_token_id"), (#"{"pixel_std": [1, 0, 1]}"#, "pixel_std"),
        ] {
            let config = try JSONDecoder().decode(GRiTConfig.self, from: Data(json.utf8))
            #expect { _ = try GRiT.load(config, from: SyntheticWeights()) } throws: { "\($0)".contains(part) }
        }
    }
}
