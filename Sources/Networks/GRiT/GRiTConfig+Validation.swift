extension GRiTConfig {
    /// Refuses sizes of which no network can be built.
    func validate() throws {
        try validateSizes()
        try validateText()
        func require(_ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any) throws {
            try Self.require(condition, key, expected, found)
        }
        for (key, values) in [(CodingKeys.pixelMean, pixelMean), (.pixelDeviation, pixelDeviation)] {
            try require(values.count == 3, key, "three numbers", values)
        }
        try require(pixelDeviation.allSatisfy { $0 > 0 }, .pixelDeviation, "positive numbers", pixelDeviation)
        try require(
            globalBlocks.allSatisfy { 0..<depth ~= $0 }, .globalBlocks, "numbers of the \(depth) blocks",
            globalBlocks)
        try require(
            !cascadeWeights.isEmpty
                && cascadeWeights.allSatisfy { $0.count == 4 && $0.allSatisfy { $0 > 0 } },
            .cascadeWeights, "four positive numbers a stage", cascadeWeights)
        try require(width % heads == 0, .width, "a multiple of \(heads) heads", width)
        try require(
            pyramidWidth % proposalGroups == 0, .pyramidWidth, "a multiple of \(proposalGroups) groups",
            pyramidWidth)
        try require(
            patchSize >= 2 && patchSize & (patchSize - 1) == 0, .patchSize, "a power of two from 2", patchSize
        )
        try require(
            positionImageSize >= patchSize, .positionImageSize, "at least one patch of \(patchSize)",
            positionImageSize)
        try require(imageSize >= patchSize, .imageSize, "at least one patch of \(patchSize)", imageSize)
    }

    private func validateSizes() throws {
        let sizes: [(CodingKeys, Int)] = [
            (.patchSize, patchSize), (.width, width), (.depth, depth), (.heads, heads),
            (.windowSize, windowSize), (.pyramidWidth, pyramidWidth), (.proposalGroups, proposalGroups),
            (.proposalsPerLevel, proposalsPerLevel), (.proposals, proposals), (.poolSize, poolSize),
            (.boxWidth, boxWidth), (.detectionsPerImage, detectionsPerImage), (.textPoolSize, textPoolSize),
            (.textWidth, textWidth), (.textLayers, textLayers), (.textHeads, textHeads),
            (.textInnerWidth, textInnerWidth), (.textPositions, textPositions), (.beams, beams),
            (.candidatesPerBeam, candidatesPerBeam), (.proposalConvolutions, proposalConvolutions),
        ]
        for (key, size) in sizes { try Self.require(size > 0, key, "at least 1", size) }
    }

    private func validateText() throws {
        try Self.require(
            textWidth % textHeads == 0, .textWidth, "a multiple of \(textHeads) heads", textWidth)
        try Self.require(
            vocabularySize > beams && vocabularySize >= 2, .vocabularySize, "more than \(beams) beams",
            vocabularySize)
        for (key, token) in [(CodingKeys.beginToken, beginToken), (.endToken, endToken)] {
            try Self.require(
                0..<vocabularySize ~= token, key, "one of \(vocabularySize) tokens", token)
        }
        try Self.require(
            2...max(2, textPositions) ~= maximumTokens, .maximumTokens, "2 to \(textPositions)", maximumTokens
        )
    }

    private static func require(
        _ condition: Bool, _ key: CodingKeys, _ expected: String, _ found: Any
    ) throws {
        guard condition else {
            throw NetworkError.configuration(
                network: GRiT.name, key: key.rawValue, expected: expected, found: "\(found)")
        }
    }
}
