/// What a checkpoint says about one tensor without reading its elements.
public struct TensorDescription: Sendable, Hashable {
    /// The state-dict name: without the wrapper and the `module.` prefix where the file has them.
    public let name: String
    /// The place inside the file: keys joined by slashes, for TorchScript the dotted attribute path.
    public let path: String
    public let type: ElementType
    public let shape: [Int]
    /// Whether the tensor lies inside the wrapper (or the file has none): optimizer states do not.
    public let isWeight: Bool

    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }

    /// Bytes of all elements, row-major without gaps.
    public var byteCount: Int { count * type.byteCount }
}
