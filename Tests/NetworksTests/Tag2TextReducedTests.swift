import Checkpoints
import Foundation
import Media
import Networks
import TestSupport
import Tensor
import Testing

/// A small Tag2Text with words and tags of its own: shifted windows, shared layers, search.
@Suite struct Tag2TextReducedTests {
    static let json = """
        {"image_size": 64, "patch_size": 4, "embed_dim": 16, "depths": [2, 2, 2], "num_heads": [2, 2, 4],
         "window_size": 4, "num_class": 30, "num_tagging_heads": 2, "threshold": 0.5, "delete_tag_index": [3],
         "num_tag_tokens": 8, "vocab_size": 40, "hidden_size": 24, "num_hidden_layers": 3,
         "num_attention_heads": 4, "intermediate_size": 48, "max_position_embeddings": 16, "num_beams": 2,
         "max_length": 12, "min_length": 6, "prompt": "a photo of "}
        """
    static let tagTokens: [[Int32]] = [[39, 5, 6, 7, 2, 0, 0, 0], [39, 9, 2, 0, 0, 0, 0, 0]]

    let config: Tag2TextConfig
    let network: Tag2Text
    let image = syntheticInput("tag2text/reduced_image", [2, 3, 64, 64])

    init() throws {
        config = try JSONDecoder().decode(Tag2TextConfig.self, from: Data(Self.json.utf8))
        network = try Tag2Text.load(config, from: SyntheticWeights())
    }

    private func integers(_ rows: [[Int32]]) -> NamedTensors.Value {
        .integer(shape: [rows.count, rows[0].count], values: rows.flatMap { $0.map(Int64.init) })
    }

    /// The words of the small network: 33 letters and pieces after the special ones, 38 and 39 being added.
    private func captioner(tags: Int = 30) throws -> ImageCaptioner {
        let letters = (0..<31).map { "w\($0)" }
        let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "photo", "of"] + letters
        return try ImageCaptioner(
            network: network,
            tokenizer: WordPieceTokenizer(vocabulary: WordPieceVocabulary(pieces: words, file: "test")),
            tagList: TagList((0..<tags).map { "w\($0)" }))
    }

    @Test func outputsMatchTheirGoldens() throws {
        // Made with PyTorch, by the implementation that the benchmark compares with.
        let golden = try GoldenFile(path: fixturePath("tag2text_reduced.safetensors"))
        let outputs = try NetworkRegistry.network("tag2text_swinb").extract(
            configJSON: Data(Self.json.utf8), weights: SyntheticWeights(),
            inputs: NamedTensors([
                "image": .real(image), "tag_tokens": integers(Self.tagTokens),
                "tokens": integers([[38, 10, 11, 12, 13], [38, 20, 21, 22, 23]]),
            ]))
        for name in ["swin.embeds", "tag.logits", "enc.out", "dec.logits"] {
            let closeness = Closeness(name, try #require(outputs[name]), golden.tensor(name), tolerance: 2e-5)
            #expect(closeness.holds, "\(closeness)")
        }
        #expect(outputs["beam.ids"] == nil, "a network of other words has no published text")
        let written = try network.write(try #require(outputs["enc.out"]), prompt: [38, 10], end: 3)
        #expect(written.flatMap { $0.ids.map(Int.init) } == golden.integers("beam.ids"))
        for (caption, score) in zip(written, golden.tensor("beam.score").values) {
            #expect(abs(caption.score - score) <= 1e-5)
        }
    }

    @Test func keptKeysAndValuesChangeNothing() throws {
        let tokens = try network.image(image.transposed([0, 2, 3, 1]))
        let states = try network.encode(Self.tagTokens, image: tokens)
        let search = BeamSearch(
            beams: config.beams, minLength: config.minLength, maxLength: config.maxLength, end: 17)
        for entry in 0..<2 {
            let own = states[entry..<entry + 1]
            let again = try search.run(prompts: [[38, 10]]) { step in
                let memory = own.tiled(step.sequences.count)
                let logits = try network.wordLogits(step.sequences, states: memory)
                return .stacked(
                    (0..<step.sequences.count).map {
                        logits[$0..<$0 + 1].reshaped([-1, config.vocabularySize])[
                            step.sequences[0].count - 1..<step.sequences[0].count]
                    })
            }
            let kept = try network.write(own, prompt: [38, 10], end: 17)
            #expect(kept.map(\.ids) == again.map(\.tokens))
            #expect(kept.map(\.score) == again.map(\.score))
        }
    }

    @Test func captionsDoNotDependOnBatchOrThreads() throws {
        let captioner = try captioner()
        let pictures = (0..<5).map { number in
            let planes = SyntheticWeights.unit("input:tag2text/picture\(number)", shape: [64, 64, 3])
            return RGBImage(width: 64, height: 64, pixels: planes.values.map { UInt8(($0 + 1) * 127) })
        }
        let together = try captioner(pictures)
        #expect(Set(together.map(\.text)).count > 1, "pictures that cannot be told apart test nothing")
        for threads in [1, 3] {
            let alone = try Compute.$current.withValue(Compute(threads: threads)) {
                try pictures.map(captioner.caption)
            }
            #expect(alone == together)
        }
        #expect(try captioner([]).isEmpty)
    }

    @Test func captionsAreWordsWithoutTheirPromptAndTagsHaveNames() throws {
        let captioner = try captioner()
        let picture = RGBImage(width: 100, height: 40, pixels: [UInt8](repeating: 90, count: 12000))
        let caption = try captioner.caption(picture)
        #expect(!caption.text.isEmpty && !caption.text.hasPrefix("a photo of"))
        #expect(caption.text.split(separator: " ").count <= config.maxLength - 4)
        #expect(caption.tags == caption.tagIndices.map { "w\($0)" } && !caption.tagIndices.contains(3))
        #expect(captioner.tagTokens([1, 2]) == [39, 8, 1, 9, 3, 0, 0, 0])
    }

    @Test func wordsAndTagsThatDoNotFitAreRefused() throws {
        #expect { try captioner(tags: 29) } throws: {
            "\($0)".contains("num_class is 30, expected 29, the length of the tag list")
        }
        #expect { try ImageCaptioner(network: network) } throws: { "\($0)".contains("num_class") }
    }

    @Test func imagesAndTokensThatDoNotFitAreRefused() throws {
        #expect { try network.image(Tensor([1, 64, 60, 3], filledWith: 0)) } throws: {
            "\($0)".contains("64×64") && "\($0)".contains("60")
        }
        let tokens = try network.image(Tensor([1, 64, 64, 3], filledWith: 0))
        #expect { try network.encode(Self.tagTokens, image: tokens) } throws: {
            "\($0)".contains("each of 1 images")
        }
        #expect { try network.encode([[39, 40]], image: tokens) } throws: { "\($0)".contains("id 40") }
        let states = try network.encode([[39, 2]], image: tokens)
        #expect { try network.wordLogits([Array(repeating: 1, count: 17)], states: states) } throws: {
            "\($0)".contains("positions up to 16")
        }
        #expect { try network.write(states, prompt: [], end: 3) } throws: {
            "\($0)".contains("prompt of 1 to 11")
        }
    }

    @Test func configurationsThatFitNoNetworkAreRefused() throws {
        let entry = try NetworkRegistry.network("tag2text_swinb")
        let inputs = try NamedTensors(["image": .real(Tensor([1, 3, 64, 64], filledWith: 0))])
        for (json, part) in [
            (#"{"image_size": 380}"#, "image_size is 380"), (#"{"window_size": 10}"#, "window_size is 10"),
            (#"{"depths": []}"#, "depths is []"), (#"{"num_heads": [4, 8]}"#, "num_heads"),
            (#"{"hidden_size": 770}"#, "hidden_size is 770"), (#"{"num_tagging_layers": 13}"#, "at most 12"),
            (#"{"max_length": 600}"#, "max_length is 600"), (#"{"delete_tag_index": [3429]}"#, "below 3429"),
            (#"{"vocab_size": 6}"#, "vocab_size is 6"), (#"{"num_beams": 0}"#, "num_beams is 0"),
        ] {
            #expect {
                try entry.extract(configJSON: Data(json.utf8), weights: SyntheticWeights(), inputs: inputs)
            } throws: {
                "\($0)".contains(part)
            }
        }
    }

    @Test(.enabled(if: SharedParity.isAvailable)) func theNamesAndShapesOfThePublishedFileAreTaken() throws {
        let table = try KeyTable(SharedParity.path("specs/keys/tag2text_swinb.json"))
        func load(_ source: KeyTable) -> String {
            do {
                _ = try Tag2Text.load(Tag2TextConfig(), from: source)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(load(table) == "no error")
        // Another layer of the encoder would be left unread; a head of training is no part of the network.
        let extra = "visual_encoder.layers.2.blocks.18.norm1.bias"
        let other = [
            "fc.b": "itm_head.bias", "visual_encoder.layers.1.blocks.0.attn.qkv.bias": extra,
        ]
        let message = load(table.renaming { (other[$0] ?? $0, $1) })
        #expect(message.contains("fc.b") && message.contains(extra) && !message.contains("itm_head"))
        // Tied tensors may be there once.
        let once = table.renaming { name, shape in
            (
                name.hasPrefix("vision_multi.") || name.hasPrefix("text_decoder.cls.predictions.decoder.")
                    ? "left_out." + name : name, shape
            )
        }
        #expect(load(once) == "no error")
    }

    @Test func aTrainingCheckpointIsReadAsItIs() throws {
        // Saved by PyTorch: the state dict under `model` with tied names twice, buffers and a head of training, beside
        // an optimizer.
        let json = """
            {"image_size": 16, "patch_size": 2, "embed_dim": 8, "depths": [2, 1], "num_heads": [1, 2],
             "window_size": 4, "num_class": 6, "num_tagging_layers": 1, "num_tagging_heads": 2,
             "delete_tag_index": [], "num_tag_tokens": 6, "vocab_size": 16, "hidden_size": 12,
             "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 12,
             "max_position_embeddings": 12, "num_beams": 2, "max_length": 8, "min_length": 3}
            """
        let file = CheckpointWeights(try Checkpoint.open(fixturePath("tag2text_wrapped.pth")))
        let sources: [any WeightSource] = [file, SyntheticWeights()]
        let outputs = try sources.map {
            try NetworkRegistry.network("tag2text_swinb").extract(
                configJSON: Data(json.utf8), weights: $0,
                inputs: NamedTensors([
                    "image": .real(syntheticInput("tag2text/wrapped_image", [1, 3, 16, 16])),
                    "tag_tokens": integers([[15, 4, 5, 2, 0, 0]]), "tokens": integers([[14, 7, 8]]),
                ]))
        }
        for name in ["swin.embeds", "tag.logits", "enc.out", "dec.logits"] {
            #expect(outputs[0][name]?.values == outputs[1][name]?.values, "\(name)")
        }
    }
}
