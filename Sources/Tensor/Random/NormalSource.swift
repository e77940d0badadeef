/// A stream of standard normal numbers. What is drawn, and in which order, decides a sampler's result, so the
/// stream is always handed in, never looked up.
public protocol NormalSource {
    /// The next `count` numbers as one draw. A stream may depend on how it is cut into draws.
    /// - Throws: when the source cannot answer this draw.
    mutating func normals(_ count: Int) throws -> [Float]
}

extension NormalSource {
    /// One draw in row-major order of `shape`.
    public mutating func normals(shape: [Int]) throws -> Tensor {
        Tensor(shape, try normals(shape.reduce(1, *)))
    }
}
