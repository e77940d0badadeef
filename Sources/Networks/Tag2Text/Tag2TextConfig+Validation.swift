extension Tag2TextConfig {
    /// Refuses sizes of which no network can be built.
    func validate() throws {
        let positive: [(CodingKeys, Int)] = [
            (.imageSize, imageSize), (.patchSize, patchSize), (.visionWidth, visionWidth),
            (.windowSize, windowSize),
            (.mlpRatio, mlpRatio), (.tagCount, tagCount), (.tagLayers, tagLayers), (.tagHeads, tagHeads),
            (.hiddenSize, hiddenSize), (.layers, layers), (.heads, heads),
            (.intermediateSize, intermediateSize),
            (.beams, beams),
        ]
        for (key, value) in positive { try require(value > 0, key, "at least 1", value) }
        try validateImage()
        try require(hiddenSize % heads == 0, .hiddenSize, "a multiple of \(heads) heads", hiddenSize)
        try require(
            hiddenSize % tagHeads == 0, .hiddenSize, "a multiple of \(tagHeads) tagging heads", hiddenSize)
        // The tagging layers are the first layers of the tag encoder.
        try require(tagLayers <= layers, .tagLayers, "at most \(layers), the number of layers", tagLayers)
        try require(
            3...positions ~= tagTokens, .tagTokens, "3 to \(positions), the number of positions", tagTokens)
        try require(
            2...positions ~= maxLength, .maxLength, "2 to \(positions), the number of positions", maxLength)
        try require(
            vocabularySize > 2 * beams, .vocabularySize, "more than twice the \(beams) beams", vocabularySize)
        try require(
            deletedTags.allSatisfy { 0..<tagCount ~= $0 }, .deletedTags, "indices below \(tagCount)",
            deletedTags)
    }

    private func validateImage() throws {
        try require(
            !depths.isEmpty && depths.allSatisfy { 1...1000 ~= $0 }, .depths, "the depth of every stage",
            depths)
        try require(
            visionHeads.count == depths.count && visionHeads.allSatisfy { $0 > 0 }, .visionHeads,
            "a number for each of the \(depths.count) stages", visionHeads)
        try require(
            depths.count <= 8 && imageSize % (patchSize << (depths.count - 1)) == 0, .imageSize,
            "a multiple of \(patchSize) pixels, halved \(depths.count - 1) times", imageSize)
        for stage in depths.indices {
            try require(
                stageWidths[stage] % visionHeads[stage] == 0, .visionHeads,
                "divisors of the widths \(stageWidths)", visionHeads)
            try require(
                stageSides[stage] <= windowSize || stageSides[stage] % windowSize == 0, .windowSize,
                "a divisor of the grids \(stageSides)", windowSize)
        }
    }

    private func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any) throws {
        guard condition else {
            throw NetworkError.configuration(
                network: Tag2Text.name, key: key.rawValue, expected: expected, found: "\(found)")
        }
    }
}
