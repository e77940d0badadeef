import Media
import Tensor

/// GRiT with its words: images to objects with names.
///
/// Source: VBench, `object_class` dimension: images go in as they are, except that one whose smaller side exceeds 768
/// pixels is first resized to a smaller side of 720, bilinear with antialiasing.
public struct ObjectDetector: Sendable {
    public let network: GRiT
    public let tokenizer: WordPieceTokenizer

    /// The smaller side from which images are resized, and to which.
    private static let largestSide = 768
    private static let resizedSide = 720.0
    /// Images of one size that go through the backbone at once.
    private static let group = 4

    /// - Throws: `NetworkError.configuration` when the network knows more words than the tokenizer.
    public init(network: GRiT, tokenizer: WordPieceTokenizer) throws {
        guard network.config.vocabularySize <= tokenizer.count else {
            throw NetworkError.configuration(
                network: GRiT.name, key: GRiTConfig.CodingKeys.vocabularySize.rawValue,
                expected: "at most \(tokenizer.count), the ids of the tokenizer",
                found: "\(network.config.vocabularySize)")
        }
        (self.network, self.tokenizer) = (network, tokenizer)
    }

    /// The detector with the published words.
    public init(network: GRiT) throws {
        try self.init(
            network: network, tokenizer: WordPieceTokenizer(vocabulary: .embedded(), additional: []))
    }

    /// The objects in every image, the surest first; none depends on the other images.
    ///
    /// - Throws: `NetworkError.input` when features or boxes are not numbers.
    public func detect(_ images: [RGBImage]) throws -> [[DetectedObject]] {
        var (result, start) = ([[DetectedObject]](), 0)
        while start < images.count {
            let size = (images[start].width, images[start].height)
            let end = images[start...].prefix(Self.group).firstIndex { ($0.width, $0.height) != size }
            let group = images[start..<(end ?? min(start + Self.group, images.count))]
            result += try network.detect(.stacked(group.map { Self.input($0) })).map { detections in
                detections.map { object($0, in: images[start]) }
            }
            start = group.endIndex
        }
        return result
    }

    /// The objects in one image.
    public func detect(_ image: RGBImage) throws -> [DetectedObject] { try detect([image])[0] }

    /// The size at which an image goes in.
    package static func inputSize(width: Int, height: Int) -> (width: Int, height: Int) {
        let smaller = min(width, height)
        guard smaller > largestSide else { return (width, height) }
        let scale = resizedSide / Double(smaller)
        return (Int(Double(width) * scale), Int(Double(height) * scale))
    }

    /// `[1, H, W, 3]`.
    private static func input(_ image: RGBImage) -> Tensor {
        let size = inputSize(width: image.width, height: image.height)
        let fitting =
            size == (image.width, image.height)
            ? image : Resize.torchBilinearAntialias(image, width: size.width, height: size.height)
        return fitting.tensor.reshaped([1, size.height, size.width, 3])
    }

    private func object(_ detection: Detection, in image: RGBImage) -> DetectedObject {
        let size = Self.inputSize(width: image.width, height: image.height)
        let box = detection.box
        let (across, down) = (
            Float(image.width) / Float(size.width), Float(image.height) / Float(size.height)
        )
        return DetectedObject(
            box: Box(
                left: box.left * across, top: box.top * down, right: box.right * across,
                bottom: box.bottom * down),
            score: detection.score, objectness: detection.objectness,
            text: tokenizer.decode(detection.tokens.map { Int32($0) }))
    }
}
