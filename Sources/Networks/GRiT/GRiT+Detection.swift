import Foundation
import Tensor

extension GRiT {
    /// A box that the detector keeps, not yet described.
    struct Candidate: Sendable {
        let box: Box
        let objectness: Float
    }

    /// The objects in every image of one size, each image's in the order of their objectness.
    ///
    /// Shapes: images `[B, H, W, 3]` of RGB values 0…255; a result never depends on the other images.
    /// - Throws: `NetworkError.input` for images of another shape and for features that are not numbers: a detector
    ///   that fails has not seen an empty image.
    public func detect(_ images: Tensor) throws -> [[Detection]] {
        let features = try features(images)
        let found = try proposals(features).enumerated().map { image, proposals in
            try candidates(proposals, image: image, features)
        }
        let regions = found.enumerated().flatMap { image, candidates in
            candidates.map { (box: $0.box, image: image) }
        }
        guard !regions.isEmpty else { return found.map { _ in [] } }
        let descriptions = descriptions(regions, features)
        var next = descriptions.startIndex
        return try found.map { candidates in
            defer { next += candidates.count }
            return try zip(candidates, descriptions[next...]).map(detection)
        }
    }

    /// The boxes of one image that survive score, suppression and the limit on their number, best first.
    func candidates(_ proposals: [ProposalHead.Proposal], image: Int, _ features: Features) throws
        -> [Candidate]
    {
        let refined = refined(proposals.map(\.box), image: image, features)
        guard refined.allSatisfy({ $0.box.isFinite && $0.probability.isFinite }) else {
            throw NetworkError.input(
                network: Self.name, expected: "finite features",
                found: "boxes that are not numbers; the image or the weights hold such values")
        }
        let scored = zip(refined, proposals).map { refined, proposal in
            Candidate(
                box: refined.box.clipped(width: features.size.width, height: features.size.height),
                objectness: (refined.probability * proposal.score).squareRoot())
        }.filter { $0.objectness > config.scoreThreshold }
        return NonMaximumSuppression.kept(
            scored.map(\.box), scores: scored.map(\.objectness), threshold: config.detectionOverlap
        )
        .prefix(config.detectionsPerImage).map { scored[$0] }.filter { !$0.box.isEmpty }
    }

    /// The best description of every region; a few regions are described at once, so that memory stays bounded.
    func descriptions(_ regions: [(box: Box, image: Int)], _ features: Features) -> [RegionTextSearch
        .Hypothesis]
    {
        let search = RegionTextSearch(
            beginToken: config.beginToken, endToken: config.endToken, maximumTokens: config.maximumTokens,
            beams: config.beams, candidatesPerBeam: config.candidatesPerBeam)
        return stride(from: 0, to: regions.count, by: Self.regionsAtOnce).flatMap { start in
            let some = Array(regions[start..<min(start + Self.regionsAtOnce, regions.count)])
            return decoder.describe(textFeatures(some, features), search: search).map { $0[0] }
        }
    }

    private static let regionsAtOnce = 16

    private func detection(_ candidate: Candidate, _ description: RegionTextSearch.Hypothesis) throws
        -> Detection
    {
        let mean = description.meanLogProbability
        guard mean.isFinite else {
            throw NetworkError.input(
                network: Self.name, expected: "finite features",
                found:
                    "a description without probability; the image or the weights hold values that are not numbers"
            )
        }
        var tokens = description.tokens.dropFirst()
        if description.hasEnded { tokens = tokens.dropLast() }
        return Detection(
            box: candidate.box, objectness: candidate.objectness, tokens: Array(tokens), logProbability: mean,
            score: (candidate.objectness * exp(mean)).squareRoot())
    }
}
