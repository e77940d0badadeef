import Checkpoints
import Tensor

/// Describes regions of an image in words: region tokens first, then text, through one BERT encoder.
///
/// Region tokens see each other, a text token sees all regions' tokens and the text up to itself. Region tokens never
/// see text, so their keys and values are computed once a region, and those of text once a token; under this mask the
/// results are those of running the whole sequence again.
/// Shapes: region features `[N, s, s, C]`.
/// Source: Wu et al. 2022 (arXiv 2212.00280).
struct RegionTextDecoder: Sendable {
    private let projection: Linear
    private let projectionNorm: LayerNorm
    private let words: Tensor
    private let positions: Tensor
    private let embeddingNorm: LayerNorm
    private let layers: [RegionTextLayer]
    private let output: Linear

    init(_ scope: WeightScope, _ config: GRiTConfig) throws {
        let (width, embedding) = (config.textWidth, scope("embedding"))
        let projected = scope("object_feature_projection")
        projection = try Linear(projected(0), input: config.pyramidWidth, output: width)
        projectionNorm = try LayerNorm(projected(1), width: width, epsilon: 1e-5)
        words = try embedding("words").vocabularyTable(
            network: GRiT.name, vocabulary: config.vocabularySize, width: width)
        positions = try embedding("positions").tensor("weight", [config.textPositions, width])
        embeddingNorm = try LayerNorm(embedding("layer_norm"), width: width, epsilon: 1e-8)
        layers = try (0..<config.textLayers).map {
            try RegionTextLayer(scope("transformer")("encoder")("layer")($0), config)
        }
        // The output layer is tied to the word embedding, whose name counts.
        scope("output").ignore("weight")
        output = Linear(weight: words, bias: try scope("output").tensor("bias", [config.vocabularySize]))
    }

    /// Region features as tokens `[N, s · s, D]`.
    func projected(_ features: Tensor) -> Tensor {
        let cells = features.shape[1] * features.shape[2]
        return projectionNorm(projection(features.reshaped([features.shape[0], cells, features.width])))
    }

    /// The descriptions of regions that the search ends with, best first.
    ///
    /// Memory: keys and values of every region in every layer, for the published model 7 MiB a region.
    func describe(_ features: Tensor, search: RegionTextSearch) -> [[RegionTextSearch.Hypothesis]] {
        let cache = begin(projected(features))
        return search.run(items: cache.regionCount) { rows, _ in step(rows, cache) }
    }

    /// Logits `[N, T, V]` after every token of a prefix that all regions share.
    func logits(_ tokens: Tensor, prefix: [Int]) -> Tensor {
        let cache = begin(tokens)
        let vocabulary = output.outputWidth
        let result = Tensor([tokens.shape[0], prefix.count, vocabulary])
        for (position, token) in prefix.enumerated() {
            let rows = (0..<tokens.shape[0]).map {
                RegionTextSearch.Row(item: $0, parent: position == 0 ? nil : $0, token: token)
            }
            let logits = step(rows, cache)
            for region in 0..<tokens.shape[0] {
                (result.pointer + (region * prefix.count + position) * vocabulary).update(
                    from: logits.pointer + region * vocabulary, count: vocabulary)
            }
        }
        return result
    }

    /// Keys and values of region tokens in every layer.
    private func begin(_ tokens: Tensor) -> RegionTextCache {
        var (h, kept) = (tokens, [Tensor]())
        for (index, layer) in layers.enumerated() {
            kept.append(layer.keysAndValues(h))
            // Nobody reads what the last layer makes of the regions.
            if index < layers.count - 1 { h = layer.regions(h, kept[index]) }
        }
        return RegionTextCache(regions: kept)
    }

    /// Logits `[A, V]` of the token after every row's last one.
    private func step(_ rows: [RegionTextSearch.Row], _ cache: RegionTextCache) -> Tensor {
        cache.advance(rows)
        var h = embedded(rows.map(\.token), position: cache.length - 1)
        for (index, layer) in layers.enumerated() {
            cache.append(layer.keysAndValues(h), layer: index)
            h = layer.texts(h, seeing: rows.indices.map { cache.runs(row: $0, layer: index) })
        }
        return output(h)
    }

    private func embedded(_ tokens: [Int], position: Int) -> Tensor {
        let width = words.width
        let sums = Tensor([tokens.count, width])
        for (row, token) in tokens.enumerated() {
            let (word, place) = (words.pointer + token * width, positions.pointer + position * width)
            for column in 0..<width { sums.pointer[row * width + column] = word[column] + place[column] }
        }
        return withExtendedLifetime(sums) { embeddingNorm(sums) }
    }
}
