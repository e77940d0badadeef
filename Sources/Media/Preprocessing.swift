import Tensor

/// A named way from an 8-bit frame to a network's input. The id is part of what identifies stored features.
public struct Preprocessing: Sendable {
    public let id: String
    /// Which pixels come out, in one line, for reports.
    public let summary: String
    private let input: @Sendable (RGBImage) -> Tensor

    init(
        id: String, summary: String, _ normalization: Normalization,
        framing: @escaping @Sendable (RGBImage) -> Tensor
    ) {
        self.init(id: id, summary: summary) { normalization(framing($0)) }
    }

    /// - Parameter input: the whole way from a frame to the network input `[H, W, 3]`.
    init(id: String, summary: String, input: @escaping @Sendable (RGBImage) -> Tensor) {
        (self.id, self.summary, self.input) = (id, summary, input)
    }

    /// The network input `[H, W, 3]` of one frame.
    public func callAsFunction(_ image: RGBImage) -> Tensor { input(image) }

    /// The network inputs `[N, H, W, 3]` of frames of one size.
    public func callAsFunction(_ images: [RGBImage]) -> Tensor {
        let inputs = images.map { self($0) }
        guard let first = inputs.first else { return Tensor([0, 0, 0, 3]) }
        let result = Tensor([inputs.count] + first.shape)
        for (index, input) in inputs.enumerated() {
            precondition(
                input.shape == first.shape, "frames of different size: \(first.shape), \(input.shape)")
            (result.pointer + index * first.count).update(from: input.pointer, count: first.count)
        }
        return withExtendedLifetime(inputs) { result }
    }
}

extension Preprocessing: Hashable {
    public static func == (left: Preprocessing, right: Preprocessing) -> Bool { left.id == right.id }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
